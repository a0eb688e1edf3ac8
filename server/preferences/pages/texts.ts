import { inBothForms, type Voice } from "../../platform/index.ts";
import { de, type PreferenceTexts } from "./texts-de.ts";
import { du } from "./texts-du.ts";
import { en } from "./texts-en.ts";

export const preferenceTexts: Record<Voice, PreferenceTexts> = { ...inBothForms(de, du), en };
export type { PreferenceTexts };
