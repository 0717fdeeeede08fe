// Written by `npm run generate`. Do not edit.
import type { Rule } from "./rule.js";
import { rule as pp001 } from "./rules/pp001TorchImport.js";
import { rule as pp002 } from "./rules/pp002UnknownName.js";
import { rule as pp003 } from "./rules/pp003NoCounterpart.js";
import { rule as pp004 } from "./rules/pp004UnsupportedArgument.js";
import { rule as pp005 } from "./rules/pp005UnprovenUse.js";
import { rule as pp006 } from "./rules/pp006EscapingReference.js";
import { rule as pp007 } from "./rules/pp007OptionalDependency.js";
import { rule as pp008 } from "./rules/pp008TorchLibrary.js";
import { rule as pp009 } from "./rules/pp009LeftoverTodo.js";
import { rule as pp101 } from "./rules/pp101ApiCall.js";
import { rule as pp102 } from "./rules/pp102TensorMember.js";
import { rule as pp104 } from "./rules/pp104Decorator.js";
import { rule as pp201 } from "./rules/pp201TensorView.js";
import { rule as pp202 } from "./rules/pp202TensorPermute.js";
import { rule as pp203 } from "./rules/pp203TensorTranspose.js";
import { rule as pp204 } from "./rules/pp204TensorSize.js";
import { rule as pp210 } from "./rules/pp210UnknownReceiver.js";
import { rule as pp301 } from "./rules/pp301SoftmaxScale.js";
import { rule as pp302 } from "./rules/pp302FlashAttentionResult.js";
import { rule as pp401 } from "./rules/pp401MissingPositionIds.js";
import { rule as pp501 } from "./rules/pp501EmbeddingPadding.js";
import { rule as pp502 } from "./rules/pp502LinearWeight.js";
import { rule as pp601 } from "./rules/pp601SharedStorage.js";
import { rule as pp602 } from "./rules/pp602MixedDtypes.js";
import { rule as pp603 } from "./rules/pp603NestedIndexList.js";
import { rule as pp604 } from "./rules/pp604DtypeIdentity.js";
import { rule as pp605 } from "./rules/pp605TextOfTensors.js";
import { rule as pp900 } from "./rules/pp900SyntaxError.js";

/** Every rule, in order of code. */
export const rules: readonly Rule[] = [pp001, pp002, pp003, pp004, pp005, pp006, pp007, pp008, pp009, pp101, pp102, pp104, pp201, pp202, pp203, pp204, pp210, pp301, pp302, pp401, pp501, pp502, pp601, pp602, pp603, pp604, pp605, pp900];
