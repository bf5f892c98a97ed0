/** What only the end of the check needs, as one thing to load (check/ending.js). */

export { showReview } from "./review.js";
export { Sharing } from "./sending.js";
