/** Folds names of every script to search by: the desk writes Greek and Cyrillic names in Latin letters. */

import { folder } from "../device/folding.js";
import { FOLDINGS } from "./foldings.js";

export const fold = folder(FOLDINGS);
