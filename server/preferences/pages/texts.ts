import type { Locale } from "../../pages/index.ts";
import { de, type PreferenceTexts } from "./texts-de.ts";
import { en } from "./texts-en.ts";

export const preferenceTexts: Record<Locale, PreferenceTexts> = { de, en };
export type { PreferenceTexts };
