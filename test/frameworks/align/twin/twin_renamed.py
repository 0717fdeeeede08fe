"""twin_paddle with its word embedding under another name."""

from twin_paddle import Twin


class Renamed(Twin):
    def __init__(self):
        super().__init__()
        self.tokens = self.words
        del self.words
        # Kept out of the sublayers, so that the forward of the base class still finds it.
        object.__setattr__(self, "words", self.tokens)


def build():
    return Renamed()
