/** A ref for the one field of a step that has just come: typing goes on there, without a click. */
export const focusOnce = (field: HTMLInputElement | null): void => field?.focus();
