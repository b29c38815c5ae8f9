// The page of whoever signs (审稿页): reading to the end, disposing, deciding, keys. It works without, too.

import { followReaders } from "./claim.js";
import { prepareDecision } from "./deciding.js";
import { keepTyped } from "./keeping.js";
import { listenToKeys } from "./keys.js";

const form = document.querySelector("#opinion");
if (form) {
  keepTyped(form);
  prepareDecision(form);
}
followReaders(form);
listenToKeys(form);
