/** On the neutral page: whatever could not be wiped in time is wiped now. */

import { dropDatabase } from "./storage.js";

dropDatabase();
