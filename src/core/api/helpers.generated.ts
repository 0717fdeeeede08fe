// Written by `npm run generate` from api/. Do not edit.
import type { ApiHelper } from "./schema.js";

export const helpers: Readonly<Record<string, ApiHelper>> = {
  as_list: {"name":"as_list","imports":["from typing import Any"],"source":"def as_list(*sizes: Any) -> list[Any]:\n    \"\"\"Sizes as PyTorch takes them, several values or one sequence, as the list that Paddle takes.\"\"\"\n    if len(sizes) == 1 and isinstance(sizes[0], (list, tuple)):\n        return list(sizes[0])\n    return list(sizes)\n"},
};
