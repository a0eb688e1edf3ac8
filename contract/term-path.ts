import type { TermId } from "./terms.ts";

/** The glossary of the workplace. */
export const GLOSSARY_PATH = "/hilfe/begriffe";

/** Where a term is explained in the workplace. Apart from the terms, so that a figure does not load them all. */
export const termPath = (id: TermId): string => `${GLOSSARY_PATH}#${id}`;
