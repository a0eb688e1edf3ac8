/** The languages of everything a person sees. German is the default. */
export type Locale = "de" | "en";
