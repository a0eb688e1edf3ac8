export {
  defineTexts,
  setLocale,
  storedLocale,
  text,
  useLocale,
  useTexts,
  type Locale,
  type TextKey,
  type Texts,
  type TextTree,
  type Translate,
} from "./texts.ts";
export { cityOf, timeZoneName } from "./time-zones.ts";
export { currentTime, TimeZoneProvider, useFormat, type Format, type Moment } from "./format.ts";
