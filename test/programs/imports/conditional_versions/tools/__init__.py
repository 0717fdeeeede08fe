from .fallback import *
from .fallback import _hidden as width

backend = "fallback"
