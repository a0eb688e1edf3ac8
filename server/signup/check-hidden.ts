import { invalid } from "../platform/index.ts";
import { refusal } from "./check-form.ts";
import { MAX_HIDDEN, readParameter, type HiddenField } from "./form.ts";
import { signupFields } from "./pages/index.ts";

const NAME = /^[a-z][a-z0-9_-]{0,39}$/;
/** Names the form itself uses, in whatever case. */
const OWN = new Set(
  [...Object.values(signupFields), "version", "lang", "nonce", "tracking", "constructor"].map(
    (name) => name.toLowerCase(),
  ),
);
/** An address or a consent is given by a person who sees it, or not at all. */
const DECLARED =
  /e[-_]?mail|^mail$|consent|einwillig|zustimm|opt[-_]?(in|out)|agree|accept|checked|permission/;

/**
 * Takes over the hidden fields of a form: a fixed value, or the address parameter of the same name. Throws 422 with
 * CON-02 for what would carry an address or a consent, 400 for a name or value that cannot be.
 */
export function readHiddenFields(
  given: { name: string; value?: string | null | undefined }[],
): HiddenField[] {
  return given.map(({ name, value = null }, index) => {
    const at = `body/hidden/${index}`;
    if (DECLARED.test(name) || OWN.has(name) || (value !== null && value.includes("@")))
      throw refusal(
        "hidden_field_declares",
        "CON-02",
        "A hidden field holds no address and no consent.",
        {
          hint: "Hidden fields are for where visitors came from, such as utm_source.",
          errors: [
            { path: `${at}/${value?.includes("@") ? "value" : "name"}`, message: "is not allowed" },
          ],
        },
      );
    const twice = given.findIndex((other) => other.name === name) !== index;
    if (!NAME.test(name) || twice)
      throw invalid("hidden_field_invalid", "The name of a hidden field cannot be used.", {
        hint: "Small letters, digits, _ and -, at most 40 of them, each name once.",
        errors: [
          { path: `${at}/name`, message: twice ? "is there twice" : "is no name of a parameter" },
        ],
      });
    if (value === null) return { name, value };
    const text = readParameter(value);
    if (text === undefined)
      throw invalid("hidden_field_invalid", "The value of a hidden field is empty.", {
        hint: `Give one line of at most ${MAX_HIDDEN} characters, or null for the address parameter.`,
        errors: [{ path: `${at}/value`, message: "is empty" }],
      });
    return { name, value: text };
  });
}
