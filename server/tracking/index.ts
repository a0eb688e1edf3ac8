export { createTrackingTokens, MAX_LINK, PIXEL_LINK, TRACKING_TOKEN_LENGTH, type OpenedToken, type TrackingTokens } from "./tokens.ts";
