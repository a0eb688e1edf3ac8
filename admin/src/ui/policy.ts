/**
 * What the workplace's content security policy asks of its program. Styles and scripts carry the nonce of the page they
 * came with, and the browser turns no text into markup or code without one of the policies below (Trusted Types).
 */
interface TextPolicy {
  createHTML(text: string): string;
}
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createHTML(text: string, type?: string, sink?: string): string },
  ): TextPolicy;
}

/** Missing in browsers that do not know them: the texts are then taken as they are. */
const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;

/** The nonce of this page, for style elements that a component writes. Undefined on the development server. */
export const styleNonce: string | undefined =
  document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce || undefined;

// Where the library that locks scrolling behind dialogs looks for it.
(globalThis as { __webpack_nonce__?: string | undefined }).__webpack_nonce__ = styleNonce;

// Component libraries write their style sheets by innerHTML. A style sheet has no "<", so nothing but text gets through.
factory?.createPolicy("default", {
  createHTML(text, _type, sink) {
    if (sink === "Element innerHTML" && !text.includes("<")) return text;
    throw new TypeError("Text does not become markup here.");
  },
});

const inert = factory?.createPolicy("klarpost-inert", { createHTML: (text) => text });

/** Reads HTML into a document of its own, which loads nothing and runs nothing. Take its text, not its nodes. */
export function readHtml(html: string): Document {
  return new DOMParser().parseFromString(inert?.createHTML(html) ?? html, "text/html");
}
