/** The operator's link to a new practice: one press of the button goes on with it. */

import { takeLink } from "../device/link.js";

const field = takeLink();
if (field) {
  field.type = "password"; // the secret is filled in already, and shall not be read on the screen
  field.form?.querySelector("button")?.focus();
}
