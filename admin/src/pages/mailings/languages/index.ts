export { LanguageVersions } from "./language-versions.tsx";
export { useLanguages } from "./use-languages.ts";
