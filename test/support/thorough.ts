/** Whether everything is tried, as `npm run drill:thorough` does, and not a part in turn as `npm test`. */
export const isThorough = process.env["THOROUGH"] === "1";
