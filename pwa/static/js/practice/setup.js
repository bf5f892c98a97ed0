/** The operator's link to a new practice: one press of the button goes on with it. */

import { takeLink } from "../device/link.js";

const field = takeLink();
if (field) {
  field.type = "password"; // filled in already, and not for the eyes of others
  field.form?.querySelector("button")?.focus();
}
