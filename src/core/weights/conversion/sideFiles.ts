/** Endings of files that hold weights or training state, in any framework's format. */
const weights =
  /\.(safetensors|bin|pt|pth|ckpt|h5|hdf5|msgpack|onnx|onnx_data|tflite|pdparams|pdopt|gguf|ot|npz|npy|pkl|pickle)(\.index\.json)?$/iu;

/** Files that Hugging Face and PaddleNLP put next to weights. */
const companions =
  /^(config|generation_config|configuration|preprocessor_config|processor_config|special_tokens_map|added_tokens|tokenizer|tokenizer_config|vocab|sentencepiece|chat_template|modules|sentence_bert_config)\.(json|txt|model|jinja|vocab|bpe)$|^(merges|vocab)\.(txt|bpe|json)$|^(tokenizer|spiece|sentencepiece)(\.bpe)?\.model$/iu;

/**
 * Which files of the checkpoint's folder belong to the converted model and are copied with it.
 * @param names names of the regular files in the folder
 * @param wholeFolder true when the folder was named, so that all of it is the model; a single file may lie among others
 *   that have nothing to do with it, and then only well-known companions are taken
 */
export function chooseSideFiles(names: readonly string[], wholeFolder: boolean): string[] {
  return names
    .filter((name) => !name.startsWith(".") && !weights.test(name) && (wholeFolder || companions.test(name)))
    .sort();
}
