import {
  compileContent,
  MessageBuffer,
  startTemplateEngine,
  STARTERS,
} from "../server/content/index.ts";
import { createComposer } from "../server/delivery/compose.ts";
import { extraHeaders } from "../server/delivery/mail-headers.ts";
import {
  createLinkTokens,
  createMailtoTokens,
  createUnsubscribeMailto,
} from "../server/lists/index.ts";
import { createKeys, systemClock } from "../server/platform/index.ts";
import { createTrackingTokens } from "../server/tracking/index.ts";
import { SAMPLE_FACTS } from "../test/support/content-samples.ts";

/**
 * Each template as somebody gets it who agreed to be measured, unsigned: own links, the pixel, and the link that no
 * person sees (TRK-13). `plain` is what somebody gets of whom nothing is measured.
 */
export async function measuredMails(): Promise<{ name: string; raw: Buffer; plain: Buffer }[]> {
  const keys = createKeys(Buffer.alloc(32, 5));
  const engine = startTemplateEngine();
  const domain = "news.musterbank.example";
  const made: { name: string; raw: Buffer; plain: Buffer }[] = [];
  try {
    for (const starter of STARTERS) {
      const compiled = compileContent(
        {
          subject: starter.subject,
          preheader: starter.preheader,
          html: starter.html,
          text: "{{ footer }}",
        },
        { ...SAMPLE_FACTS, locale: starter.locale, listName: "Marktblick" },
      );
      if (!compiled.ok) throw new Error(`${starter.id} does not compile`);
      const composer = createComposer(
        {
          accountId: 7,
          mailingId: 42,
          content: compiled.content,
          level: "none",
          from: { name: "Musterbank", address: `post@${domain}` },
          replyTo: `post@${domain}`,
          domain,
          listId: { id: `lst-1.${domain}`, name: "Marktblick" },
          headers: extraHeaders({
            kind: "newsletter",
            accountId: 7,
            mailingId: 42,
            domain,
            complaintsAddress: null,
          }),
          dkim: [],
          pagesUrl: "https://post.musterbank.example",
          trackUrl: "https://t.musterbank.example",
        },
        {
          tracking: createTrackingTokens({ keys: [keys.derive("tracking-token/v1")] }),
          links: createLinkTokens(keys),
          engine,
          unsubscribeMailto: createUnsubscribeMailto(
            createMailtoTokens(keys),
            "in.musterbank.example",
          ),
        },
      );
      const as = async (measure: "personal" | "anonymous"): Promise<Buffer> => {
        const [prepared] = await composer.prepare([
          {
            deliveryId: 1,
            messageKey: `measured-${starter.id}-${starter.locale}`,
            email: "anna.beispiel@gmx.example",
            contactId: 3,
            listId: 2,
            addressHash: Buffer.alloc(32, 1),
            name: "Anna Beispiel",
            contact: {
              salutation: "frau",
              firstName: "Anna",
              lastName: "Beispiel",
              email: "anna.beispiel@gmx.example",
              mayBeAsked: false,
            },
            measure,
          },
        ]);
        if (!prepared || "failed" in prepared) throw new Error(`${starter.id} was not made`);
        const { bytes } = await prepared.compose(new MessageBuffer(), systemClock.now());
        return Buffer.from(bytes.bytes.subarray(bytes.start, bytes.end));
      };
      made.push({
        name: `${starter.id} ${starter.locale}`,
        raw: await as("personal"),
        plain: await as("anonymous"),
      });
    }
  } finally {
    await engine.close();
  }
  return made;
}
