import PostalMime from "postal-mime";

/** A received mail, read by a parser that is not ours. */
export interface ReadMail {
  subject: string;
  html: string;
  text: string;
  /** Header fields by lower-case name, unfolded. */
  headers: Map<string, string>;
}

export async function readMail(content: Buffer): Promise<ReadMail> {
  const parsed = await PostalMime.parse(content);
  return {
    subject: parsed.subject ?? "",
    html: parsed.html ?? "",
    text: parsed.text ?? "",
    headers: new Map(parsed.headers.map((header) => [header.key, header.value])),
  };
}
