/** A specification to start from; every line that has to be changed says so. */
export const specTemplate = `# What is compared with what, on which inputs. Paths are relative to this file.
# Run it with "Run Alignment Check", or: paddle-port align align.yaml
schemaVersion: 1

reference:
  kind: torch # or: kind: recorded, folder: <a capture of the reference>
  model: factories:reference # Change: module:factory. The factory takes no arguments and returns the PyTorch model.
  path: ["."] # Folders put before Python's path.
  weights: checkpoint/model.safetensors # Change, or leave out to use the factory's own weights.
  # weights:
  #   file: checkpoint/model.safetensors
  #   ignore: ["pooler.*"] # In the file, rightly not in the model.

port:
  model: factories:port # Change: the factory of the Paddle model.
  weights: converted/model.safetensors # Change: what "Convert Weights" wrote.

# plan: plan.json # The weight plan: its module names and dropped tensors are used.

inputs:
  random: # Change: the inputs of the model's forward, by name.
    input_ids: { shape: [2, 16], dtype: int64, low: 0, high: 1000 }
  # text: # Sentences instead, for models that read token ids.
  #   tokenizer: checkpoint/tokenizer.json
  #   sentences: ["A cat sleeps on the warm stove.", "北京大学"]
  # file: inputs.safetensors # Or tensors from a file.
`;
