import { IconCircleCheck, IconExternalLink } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { MailboxMessage } from "../../../../contract/sandbox.ts";
import { CopyButton, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

type Props = { message: MailboxMessage };

/** The text version, its addresses as links. */
export function TextTab({ message }: Props): ReactNode {
  const t = useTexts(texts);
  if (message.text === null) return <p className="x-nothing">{t("noText")}</p>;
  return (
    <pre className="x-text" tabIndex={0}>
      {message.text.split(/(https?:\/\/[^\s<>"]+)/g).map((part, index) =>
        index % 2 === 1 ? (
          <a key={index} href={part} target="_blank" rel="noopener noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </pre>
  );
}

/** All links in their order, ready to be opened as a recipient would. */
export function LinksTab({ message }: Props): ReactNode {
  const t = useTexts(texts);
  if (message.links.length === 0) return <p className="x-nothing">{t("noLinks")}</p>;
  return (
    <ul className="x-links">
      {message.links.map((link, index) => (
        <li key={index}>
          <div>
            <b>{link.text || link.url}</b>
            <span className="k-mono">{link.url}</span>
          </div>
          <div className="x-buttons">
            <CopyButton value={link.url} />
            {/^https?:/.test(link.url) && (
              <a
                className="x-open"
                href={link.url}
                target="_blank"
                rel="noopener noreferrer"
                aria-label={`${t("openLink")}: ${link.text || link.url}`}
              >
                <IconExternalLink size={16} stroke={1.6} aria-hidden="true" />
                {t("openLink")}
              </a>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The header as it was received. */
export function HeadersTab({ message }: Props): ReactNode {
  const t = useTexts(texts);
  const oneClick = message.headers.some(
    ({ name }) => name.toLowerCase() === "list-unsubscribe-post",
  );
  return (
    <>
      {oneClick && (
        <p className="x-oneclick">
          <IconCircleCheck size={18} stroke={1.6} aria-hidden="true" />
          {t("oneClick")}
        </p>
      )}
      <div tabIndex={0} role="region" aria-label={t("tabs.headers")}>
        <dl className="x-headers">
          {message.headers.map((header, index) => (
            <div key={index}>
              <dt>{header.name}</dt>
              <dd>{header.value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </>
  );
}
