/** What every page of the patient does. */

import { watchExit } from "./exit.js";
import { replaceForms } from "./forms.js";
import { takeAlong } from "./invitation.js";
import { replaceLinks } from "./place.js";

watchExit();
replaceLinks();
replaceForms();
takeAlong();
