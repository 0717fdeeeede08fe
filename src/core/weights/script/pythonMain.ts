/** The end of a generated script: the files that go with the weights, and the command line. */
export const pythonMain = String.raw`WEIGHTS = re.compile(
    r"\.(safetensors|bin|pt|pth|ckpt|h5|hdf5|msgpack|onnx|onnx_data|tflite|pdparams|pdopt|gguf|ot|npz|npy|pkl|pickle)"
    r"(\.index\.json)?$",
    re.IGNORECASE,
)
COMPANIONS = re.compile(
    r"^(config|generation_config|configuration|preprocessor_config|processor_config|special_tokens_map|added_tokens"
    r"|tokenizer|tokenizer_config|vocab|sentencepiece|chat_template|modules|sentence_bert_config)"
    r"\.(json|txt|model|jinja|vocab|bpe)$|^(merges|vocab)\.(txt|bpe|json)$|^(tokenizer|spiece|sentencepiece)(\.bpe)?\.model$",
    re.IGNORECASE,
)


def side_files(folder: Path, whole_folder: bool) -> dict[str, bytes]:
    """Read what goes with the weights: the configuration, adapted, and the tokenizer's files as they are."""
    found = {}
    for path in sorted(folder.iterdir(), key=lambda path: path.name.encode("utf-16-be", "surrogatepass")):
        name = path.name
        if name.startswith(".") or WEIGHTS.search(name) or not path.is_file() or path.stat().st_size > 128 * 2**20:
            continue
        if whole_folder or COMPANIONS.search(name):
            content = path.read_bytes()
            found[name] = adapt_config(path, content) if name == "config.json" else content
    return found


def adapt_config(path: Path, content: bytes) -> bytes:
    """Rename torch_dtype to dtype and leave transformers_version out, as PaddleNLP reads it; all else stays as it is written."""
    try:
        text = content.decode("utf-8")
        if not isinstance(json.loads(text), dict):
            raise ValueError("not a JSON object")
    except ValueError as error:
        fail(f"{path} is not a JSON object: {error}.")
    return adapt_object(text, text.index("{")).encode("utf-8")


def adapt_object(text: str, start: int) -> str:
    """Change the text only where it has to: printing the parsed object again would alter numbers and layout."""
    decoder = json.JSONDecoder()
    members: list[tuple[str, int, int, int, int]] = []
    at = skip_space(text, start + 1)
    while text[at] == '"':
        key, key_end = decoder.raw_decode(text, at)
        value_start = skip_space(text, skip_space(text, key_end) + 1)
        end = decoder.raw_decode(text, value_start)[1]
        members.append((key, at, key_end, value_start, end))
        at = skip_space(text, end)
        if text[at] != ",":
            break
        at = skip_space(text, at + 1)
    has_dtype = any(member[0] == "dtype" for member in members)
    # From the end, so that the places before it stay valid.
    for index in reversed(range(len(members))):
        key, begin, key_end, value_start, end = members[index]
        if key == "transformers_version" or (key == "torch_dtype" and has_dtype):
            if index > 0:
                text = text[: members[index - 1][4]] + text[end:]
            else:
                following = skip_space(text, end)
                if text[following] == ",":
                    end = skip_space(text, following + 1)
                text = text[:begin] + text[end:]
        elif key == "torch_dtype":
            text = text[:begin] + '"dtype"' + text[key_end:]
        elif key.endswith("_config") and text[value_start] == "{":
            text = adapt_object(text, value_start)
    return text


def skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def index_file(index: Path, files: dict[str, list[Entry]], stored: dict[str, Stored]) -> bytes:
    """Write which tensor is in which file, as Hugging Face's index does."""
    place = {entry.target: name for name, entries in files.items() for entry in entries}
    metadata = json.loads(index.read_text("utf-8")).get("metadata") or {}
    metadata["total_size"] = sum(byte_count(entry, stored) for entries in files.values() for entry in entries)
    order = sorted(place, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    document = {"metadata": metadata, "weight_map": {name: place[name] for name in order}}
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--checkpoint", type=Path, required=True, help="safetensors file, index.json, or their folder")
    parser.add_argument("--out", type=Path, required=True, help="folder for the converted files; never the checkpoint's own")
    parser.add_argument("--force", action="store_true", help="replace files that exist there")
    parser.add_argument("--allow-nonfinite", action="store_true", help="take NaN and infinity over as they are")
    given = parser.parse_args()
    OPTIONS["allow_nonfinite"] = given.allow_nonfinite

    paths, index = find_files(given.checkpoint)
    stored: dict[str, Stored] = {}
    for path in paths:
        header = read_header(path)
        twice = stored.keys() & header.keys()
        if twice:
            fail(f"{min(twice)} is in {path.name} and in another file of the checkpoint.")
        stored.update(header)
    check(stored)

    # A tensor goes to the file that has the name of its (first) source's file.
    files: dict[str, list[Entry]] = {}
    for entry in in_file_order(TENSORS):
        files.setdefault(stored[entry.pieces[0].source].path.name, []).append(entry)
    folder = paths[0].parent
    documents = side_files(folder, given.checkpoint.is_dir())
    if index is not None:
        documents[index.name] = index_file(index, files, stored)

    if given.out.exists() and given.out.resolve() == folder.resolve():
        fail(f"{given.out} is the checkpoint's own folder; name another one with --out.")
    for name in [*files, *documents]:
        if not given.force and (given.out / name).exists():
            fail(f"{given.out / name} exists already; name another folder with --out, or pass --force.")
    contents = {name: file_bytes(files[name], stored) for name in sorted(files)}
    contents.update({name: iter([content]) for name, content in documents.items()})
    write_all(given.out, contents)
    print(f"{len(TENSORS)} tensors written to {given.out}, {len(DROPPED)} dropped")


if __name__ == "__main__":
    main()
`;
