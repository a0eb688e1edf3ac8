/** What a link to the conditions of a discount or a prize is called (CNT-09). */
export const CONDITIONS = /bedingungen|teilnahme|conditions|terms|agb|einlös|konditionen/iu;
