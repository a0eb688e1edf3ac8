import { Button, Switch, Tabs } from "@mantine/core";
import {
  IconArrowLeft,
  IconDownload,
  IconMessageReply,
  IconPaperclip,
  IconTrash,
} from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { MailboxMessage } from "../../../../contract/sandbox.ts";
import {
  api,
  currentAccount,
  invalidate,
  queryClient,
  url,
  useApiQuery,
  useCan,
} from "../../api/index.ts";
import {
  ConfirmDialog,
  Help,
  Link,
  Loaded,
  Notice,
  showDone,
  showProblem,
  useFormat,
  useGo,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { parseMailbox } from "./address.ts";
import { HeadersTab, LinksTab, TextTab } from "./message-tabs.tsx";
import { ReplyDialog } from "./reply-dialog.tsx";
import { texts } from "./texts.ts";

const TABS = ["html", "text", "links", "headers"] as const;
type Tab = (typeof TABS)[number];

/** One message: who, what, and its parts as a mail program and as the wire show them. */
export function MessageView(props: { id: string; box: "unassigned" | undefined }): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<MailboxMessage>(
    `/mailbox/${props.id}`,
    props.box ? { box: props.box } : undefined,
    // A stored message never changes.
    { staleTime: Infinity },
  );
  if (query.error && !query.data)
    return (
      <div className="x-message">
        <BackLink />
        <Notice>{t("gone")}</Notice>
      </div>
    );
  return (
    <Loaded query={query} skeleton={<div className="x-message" aria-busy="true" />}>
      {(message) => <Message message={message} box={props.box} />}
    </Loaded>
  );
}

function BackLink(): ReactNode {
  const t = useTexts(texts);
  const [search] = useSearch();
  const { m: _message, tab: _tab, ...rest } = search;
  const query = new URLSearchParams(rest).toString();
  return (
    <Link className="x-back" to={`/testpostfach${query ? `?${query}` : ""}`}>
      <IconArrowLeft size={18} stroke={1.6} aria-hidden="true" />
      {t("back")}
    </Link>
  );
}

function Message(props: { message: MailboxMessage; box: "unassigned" | undefined }): ReactNode {
  const t = useTexts(texts);
  const [search, setSearch] = useSearch();
  const { message } = props;
  const wanted = TABS.find((tab) => tab === search["tab"]);
  const tab: Tab = wanted ?? (message.html === null ? "text" : "html");
  return (
    <article className="x-message">
      <BackLink />
      <Head message={message} box={props.box} />
      <Tabs
        value={tab}
        onChange={(next) => setSearch({ tab: next ?? undefined })}
        keepMounted={false}
      >
        <Tabs.List>
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tabs.${each}`)}
              {each === "links" && message.links.length > 0 && (
                <span className="x-count">{message.links.length}</span>
              )}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="html">
          <HtmlTab message={message} box={props.box} />
        </Tabs.Panel>
        <Tabs.Panel value="text">
          <TextTab message={message} />
        </Tabs.Panel>
        <Tabs.Panel value="links">
          <LinksTab message={message} />
        </Tabs.Panel>
        <Tabs.Panel value="headers">
          <HeadersTab message={message} />
        </Tabs.Panel>
      </Tabs>
    </article>
  );
}

function Head(props: { message: MailboxMessage; box: "unassigned" | undefined }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { message } = props;
  return (
    <header className="x-head">
      <h2>{message.subject || t("noSubject")}</h2>
      <dl className="x-who">
        <dt>{t("from")}</dt>
        <dd>
          <Mailbox text={message.from} />
        </dd>
        <dt>{t("to")}</dt>
        <dd
          title={t("envelope", { from: message.envelope.from, to: message.envelope.to.join(", ") })}
        >
          <Mailbox text={message.to} />
        </dd>
      </dl>
      <div className="x-tools">
        <time dateTime={message.receivedAt}>{format.moment(message.receivedAt)}</time>
        <Tools message={message} box={props.box} />
      </div>
      {message.attachments.length > 0 && (
        <ul className="x-attachments" aria-label={t("attachments")}>
          {message.attachments.map((file) => (
            <li key={file.name}>
              <IconPaperclip size={16} stroke={1.6} aria-hidden="true" />
              {file.name} · {format.bytes(file.size)}
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}

function Mailbox({ text }: { text: string }): ReactNode {
  const { name, address } = parseMailbox(text);
  return name ? (
    <>
      <b>{name}</b> <span className="k-muted">{address}</span>
    </>
  ) : (
    <b>{address}</b>
  );
}

function Tools(props: { message: MailboxMessage; box: "unassigned" | undefined }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const go = useGo();
  const [search] = useSearch();
  const [asking, setAsking] = useState(false);
  const [replying, setReplying] = useState(false);
  const { message, box } = props;
  const query = { box };
  const remove = async (): Promise<void> => {
    await api.delete(`/mailbox/${message.id}`, undefined, { query });
    const { m: _message, ...rest } = search;
    go(`/testpostfach?${new URLSearchParams(rest).toString()}`.replace(/\?$/, ""), {
      replace: true,
    });
    await invalidate(queryClient, ["/mailbox"]);
    showDone(t("deleted"));
  };
  return (
    <div className="x-buttons">
      {can("mailbox.write") && box === undefined && (
        <Button
          size="xs"
          leftSection={<IconMessageReply size={16} stroke={1.6} aria-hidden="true" />}
          onClick={() => setReplying(true)}
        >
          {t("reply.open")}
        </Button>
      )}
      {replying && <ReplyDialog message={message} onClose={() => setReplying(false)} />}
      <Button
        size="xs"
        leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
        onClick={() =>
          void api
            .download(`/mailbox/${message.id}/raw`, { query, filename: `${message.id}.eml` })
            .catch(showProblem)
        }
      >
        {t("raw")}
      </Button>
      {can("mailbox.write") && (
        <Button size="xs" aria-label={t("delete")} onClick={() => setAsking(true)}>
          <IconTrash size={16} stroke={1.6} aria-hidden="true" />
        </Button>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("deleteAsk")}
        action={t("delete")}
        danger
        onConfirm={remove}
      >
        {t("deleteText", { subject: message.subject || t("noSubject") })}
      </ConfirmDialog>
    </div>
  );
}

/** The HTML version in a frame that can do nothing but show it and open its links in a new tab. */
function HtmlTab(props: { message: MailboxMessage; box: "unassigned" | undefined }): ReactNode {
  const t = useTexts(texts);
  const [search, setSearch] = useSearch();
  const { message, box } = props;
  const images = search["images"] !== "0";
  if (message.html === null) return <p className="x-nothing">{t("noHtml")}</p>;
  return (
    <>
      <div className="x-images">
        <Switch
          label={t("images")}
          size="sm"
          checked={images}
          onChange={(event) => setSearch({ images: event.currentTarget.checked ? undefined : "0" })}
        />
        <Help label={t("images")}>{t("imagesHelp")}</Help>
      </div>
      <iframe
        key={String(images)}
        className="x-frame"
        title={t("frame")}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        src={url(`/mailbox/${message.id}/html`, {
          images: images ? "1" : "0",
          account: currentAccount(),
          box,
        })}
      />
    </>
  );
}
