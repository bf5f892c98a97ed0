/** A colleague's link: its form is sent at once, because it only looks; nothing is used up by it. */

import { takeLink } from "../device/link.js";

function follow() {
  takeLink()?.form?.requestSubmit();
}

follow();
// The same page is open already, and the link is put into the address bar.
addEventListener("hashchange", follow);
