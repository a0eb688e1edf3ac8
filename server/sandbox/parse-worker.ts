import { parentPort } from "node:worker_threads";
import { Parser } from "htmlparser2";
import type { Attachment, Email } from "postal-mime";
import PostalMime from "postal-mime";
import type { ParsedMessage } from "./mailbox.ts";

/** Parses messages one after the other and answers each once, or ends; see parse-message.ts. */

const mostLinks = 500;
const largestInlineImage = 2 * 1024 * 1024;

parentPort?.on("message", async (raw: Uint8Array) => {
  const mail = await PostalMime.parse(raw, {
    maxNestingDepth: 50,
    maxHeadersSize: 512 * 1024,
    attachmentEncoding: "arraybuffer",
  });
  parentPort?.postMessage({
    html: mail.html === undefined ? null : withInlineImages(mail.html, mail.attachments),
    text: mail.text ?? null,
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    links: linksOf(mail),
    attachments: mail.attachments.map((each) => ({
      name: each.filename ?? "",
      mediaType: each.mimeType,
      size: sizeOf(each),
    })),
  } satisfies ParsedMessage);
});
parentPort?.postMessage("ready");

/** Links in reading order: those of the HTML with their words, else the addresses in the text. */
function linksOf({ html, text }: Email): ParsedMessage["links"] {
  const links: ParsedMessage["links"] = [];
  if (html === undefined) {
    for (const [url] of (text ?? "").matchAll(/\bhttps?:\/\/[^\s<>"]+/g)) {
      links.push({ url, text: "" });
    }
    return links.slice(0, mostLinks);
  }
  let open: { url: string; text: string } | undefined;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === "a" && attributes["href"] !== undefined && links.length < mostLinks) {
        open = { url: attributes["href"], text: "" };
        links.push(open);
      } else if (name === "img" && open && attributes["alt"]) open.text += attributes["alt"];
    },
    ontext(chunk) {
      if (open) open.text += chunk;
    },
    onclosetag(name) {
      if (name !== "a" || !open) return;
      open.text = open.text.replace(/\s+/g, " ").trim();
      open = undefined;
    },
  });
  parser.end(html);
  return links;
}

/** `cid:` images carried in the message become data URIs, so that they show without a request. */
function withInlineImages(html: string, attachments: Attachment[]): string {
  let result = html;
  for (const each of attachments) {
    const id = each.contentId?.replace(/^<|>$/g, "");
    if (!id || !each.mimeType.startsWith("image/") || sizeOf(each) > largestInlineImage) continue;
    const data = Buffer.from(each.content as ArrayBuffer).toString("base64");
    result = result.replaceAll(`cid:${id}`, `data:${each.mimeType};base64,${data}`);
  }
  return result;
}

function sizeOf({ content }: Attachment): number {
  return typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;
}
