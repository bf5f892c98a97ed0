/** Ties an error to its field, for who hears the page. */

/**
 * Make an error the description of its field (`aria-describedby`), which every screen reader reads;
 * VoiceOver and older ones ignore `aria-errormessage`.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {HTMLElement} place the element with the error
 * @param {boolean} isWrong false: the field is right again
 */
export function tieFault(field, place, isWrong) {
  place.id ||= `${field.name}-wrong`;
  const ids = new Set((field.getAttribute("aria-describedby") ?? "").split(" "));
  if (isWrong) ids.add(place.id);
  else ids.delete(place.id);
  field.setAttribute("aria-describedby", [...ids].join(" "));
  field.setAttribute("aria-invalid", String(isWrong));
}
