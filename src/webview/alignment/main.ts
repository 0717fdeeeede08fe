import { isBoolean, isObject, isOptional, isString, type Guard } from "../../shared/guards.js";
import { isToAlignmentView, type FromAlignmentView } from "../../shared/alignment/messages.js";
import type { SortOrder } from "../table/sort.js";
import { vsCodeApi } from "../vscodeApi.js";
import type { LayerView } from "./figures.js";
import { AlignmentView } from "./view.js";

const isSaved: Guard<LayerView> = isObject<LayerView>({
  query: isString,
  onlyBad: isBoolean,
  onlyParameters: isBoolean,
  sort: isOptional(isObject<SortOrder>({ key: isString, descending: isBoolean })),
});
const initial: LayerView = { query: "", onlyBad: false, onlyParameters: false, sort: undefined };

const api = vsCodeApi();
const send = (message: FromAlignmentView): void => api.postMessage(message);
let view: AlignmentView | undefined;

// What does not have one of the agreed forms is not looked at.
window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  if (!isToAlignmentView(data)) return;
  switch (data.type) {
    case "words": {
      const saved = api.getState();
      view = new AlignmentView(data.words, isSaved(saved) ? saved : initial, send, (state) =>
        api.setState(state),
      );
      break;
    }
    case "history":
      view?.showHistory(data.runs);
      break;
    case "report":
      view?.show(data.id, data.report);
      break;
  }
});

send({ type: "ready" });
