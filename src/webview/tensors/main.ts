import { isToTensorView, type FromTensorView } from "../../shared/tensors/messages.js";
import { vsCodeApi } from "../vscodeApi.js";
import { numbersFor } from "./numbers.js";
import { readState, type SavedState } from "./savedState.js";
import { TensorView } from "./view.js";

const api = vsCodeApi();
const send = (message: FromTensorView): void => api.postMessage(message);
let view: TensorView | undefined;

/** Each scroll step changes the state; it is kept when there is a moment of rest, and before the page goes away. */
const pauseMs = 150;
let timer: ReturnType<typeof setTimeout> | undefined;
let latest: SavedState | undefined;
const store = (): void => {
  if (latest !== undefined) api.setState(latest);
  latest = undefined;
};
const keep = (state: SavedState): void => {
  latest = state;
  clearTimeout(timer);
  timer = setTimeout(store, pauseMs);
};
window.addEventListener("pagehide", store);

// What does not have one of the agreed forms is not looked at.
window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  if (!isToTensorView(data)) return;
  switch (data.type) {
    case "words":
      view = new TensorView(data.words, numbersFor(data.language), readState(api.getState()), send, keep);
      break;
    case "head":
      view?.showHead(data.head);
      break;
    case "rows":
      view?.addRows(data.generation, data.rows);
      break;
    case "problem":
      view?.showProblem(data.what, data.remedy);
      break;
    case "changed":
      view?.showChanged(data.deleted);
      break;
  }
});

send({ type: "ready" });
