/** What the child process that runs ONNX Runtime is asked to do. */
export type OnnxRequest = { readonly action: "version"; readonly folder: string } | CaptureRequest;

export interface CaptureRequest {
  readonly action: "capture";
  /** Where onnxruntime-node may be installed: the folder of the specification. */
  readonly folder: string;
  /** The specification, for messages. */
  readonly spec: string;
  readonly model: string;
  readonly threads: number;
  readonly seed: number;
  /** Input of the graph → input of the specification, as the reference's `inputs` say. */
  readonly feeds: Readonly<Record<string, string>>;
  /** Argument of the model's forward → input of the specification: exporters name inputs after arguments. */
  readonly arguments: Readonly<Record<string, string>>;
  /** Output of the graph → slot of the port's result. */
  readonly slots: Readonly<Record<string, string>>;
  readonly runs: readonly OnnxRun[];
}

export interface OnnxRun {
  /** A safetensors file. */
  readonly inputs: string;
  readonly inputsSha256: string;
  readonly out: string;
  readonly onlyOutputs: boolean;
}
