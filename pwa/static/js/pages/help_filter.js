/** Which cards of help somebody wants to see; the same as pwa/directory/finding/core.py, which gives the reasons. */

/**
 * @typedef {{ topic: string, area: string, isOpen: boolean, isFree: boolean, isSpoken: boolean }} Wanted
 *   topic, area: empty for all
 */

/**
 * @param {DOMStringMap} card the data of a card
 * @param {Wanted} wanted
 * @param {string} language
 * @param {boolean} isOpen whether the card is of help that is open now
 * @returns {boolean}
 */
export function fits(card, wanted, language, isOpen) {
  return (isOpen || !wanted.isOpen)
    && (card.free !== undefined || !wanted.isFree)
    && (card.interpreter !== undefined || has(card.spoken, language) || !wanted.isSpoken)
    && (wanted.topic === "" || has(card.topics, wanted.topic))
    && (wanted.area === "" || isNear(card.area?.split(";") ?? [], wanted.area));
}

/**
 * @param {string | undefined} codes
 * @param {string} code
 */
function has(codes, code) {
  return codes?.split(" ").includes(code) ?? false;
}

/**
 * @param {string[]} areas
 * @param {string} place
 * @returns {boolean} whether help for these areas is help for people of a place
 */
export function isNear(areas, place) {
  return areas.some((area) => area === place || area.endsWith(`, ${place}`) || place.endsWith(`, ${area}`));
}
