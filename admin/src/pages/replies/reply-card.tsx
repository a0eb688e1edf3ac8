import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { DecideReplyInput, ReplyView } from "../../../../contract/inbound.ts";
import { api, invalidate, queryClient, useApiMutation, useCan } from "../../api/index.ts";
import {
  Card,
  Link,
  Pill,
  showDone,
  showProblem,
  showUndo,
  useFormat,
  useTexts,
  inSentence,
} from "../../ui/index.ts";
import { DecisionDialog, type AskedDecision } from "./decision-dialog.tsx";
import { texts } from "./texts.ts";

const CHANGED = ["/replies", "/inbound", "/dashboard", "/suppressions", "/contacts", "/lists"];

/** One reply: who, until when, the person's own words, and what they meant. */
export function ReplyCard({ reply }: { reply: ReplyView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Card>
      <header className="r-head">
        <h2>{reply.from}</h2>
        <State reply={reply} />
      </header>
      <p className="k-small k-muted">
        {reply.list && `${t("answers", { list: reply.list.name })} · `}
        {t("received", { when: inSentence(format.moment(reply.receivedAt)) })}
        {reply.contactId && (
          <>
            {" · "}
            <Link to={`/contacts/${reply.contactId}`}>{t("toContact")}</Link>
          </>
        )}
      </p>
      {reply.contactId === null && reply.state !== "decided" && (
        <p className="k-small k-muted">{t("unknown")}</p>
      )}
      {reply.otherAuthor && <p className="k-small">{t("otherAuthor")}</p>}
      {reply.decision !== "automatic" && <Words reply={reply} />}
      {reply.state === "open" && <Open reply={reply} />}
      {reply.state === "erasure" && <WantsErasure reply={reply} />}
      {reply.state === "decided" && <Decided reply={reply} />}
    </Card>
  );
}

function State({ reply }: { reply: ReplyView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  if (reply.state === "decided") return null;
  const when = inSentence(format.moment(reply.dueAt));
  return (
    <span className="k-row">
      {reply.state === "erasure" && <Pill tone="wait">{t("wantsErasure")}</Pill>}
      <Pill tone={reply.overdue ? "danger" : "wait"}>
        {t(reply.overdue ? "overdue" : "due", { when })}
      </Pill>
    </span>
  );
}

/** The person's own text with the phrases that brought it here. */
function Words({ reply }: { reply: ReplyView }): ReactNode {
  const t = useTexts(texts);
  const { text, matches } = reply;
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const { start, end } of matches) {
    pieces.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>);
    at = end;
  }
  pieces.push(text.slice(at));
  return (
    <>
      {reply.subject && (matches.length === 0 || text === "") && (
        <p>
          <b>{t("subject", { subject: reply.subject })}</b>
        </p>
      )}
      {text === "" ? (
        <p className="k-muted">{t("noText")}</p>
      ) : (
        <blockquote className="r-words" tabIndex={0} aria-label={t("words")}>
          {pieces}
        </blockquote>
      )}
    </>
  );
}

function useDecide(reply: ReplyView) {
  const t = useTexts(texts);
  const undo = async (): Promise<void> => {
    await api.post(`/replies/${reply.id}/undo`);
    await invalidate(queryClient, CHANGED);
    showDone(t("undone"));
  };
  return useApiMutation(
    (input: DecideReplyInput) => api.post<ReplyView>(`/replies/${reply.id}/decide`, input),
    {
      invalidates: CHANGED,
      onError: showProblem,
      onSuccess: (decided, { decision }) => {
        const said = t(`done.${decision}`);
        if (decided.undoable) showUndo(said, undo);
        else showDone(said);
      },
    },
  );
}

function Open({ reply }: { reply: ReplyView }): ReactNode {
  const t = useTexts(texts);
  const may = useCan()("replies.write");
  const decide = useDecide(reply);
  const [asking, setAsking] = useState<AskedDecision>();
  const lists = reply.list ? [reply.list] : reply.lists;
  return (
    <>
      {reply.held && (
        <p className="k-small">
          {reply.list ? t("held", { list: reply.list.name }) : t("heldAll")}
        </p>
      )}
      {may && (
        <div className="r-acts" role="group" aria-label={t("decide")}>
          {lists.map((list, index) => (
            <Button
              key={list.id}
              variant={index === 0 ? "filled" : "default"}
              disabled={decide.isPending}
              onClick={() => decide.mutate({ decision: "list", listId: list.id })}
            >
              {t("list", { list: list.name })}
            </Button>
          ))}
          {(["newsletters", "advertising"] as const).map((decision) => (
            <Button key={decision} disabled={decide.isPending} onClick={() => setAsking(decision)}>
              {t(decision)}
            </Button>
          ))}
          <Button disabled={decide.isPending} onClick={() => decide.mutate({ decision: "none" })}>
            {t("none")}
          </Button>
          <Button disabled={decide.isPending} onClick={() => setAsking("erasure")}>
            {t("erasure")}
          </Button>
        </div>
      )}
      {asking && (
        <DecisionDialog
          from={reply.from}
          decision={asking}
          decide={(note) =>
            decide.mutateAsync({ decision: asking, ...(note === "" ? {} : { note }) })
          }
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function WantsErasure({ reply }: { reply: ReplyView }): ReactNode {
  const t = useTexts(texts);
  const may = useCan()("replies.write");
  const decide = useDecide(reply);
  return (
    <>
      <p>{t("wantsErasureText")}</p>
      {reply.note && <p className="k-small k-muted">{reply.note}</p>}
      {may && (
        <div className="r-acts">
          <Button
            variant="filled"
            loading={decide.isPending}
            onClick={() => decide.mutate({ decision: "erased" })}
          >
            {t("erased")}
          </Button>
        </div>
      )}
    </>
  );
}

function Decided({ reply }: { reply: ReplyView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const may = useCan()("replies.write");
  const undo = useApiMutation(() => api.post(`/replies/${reply.id}/undo`), {
    invalidates: CHANGED,
    onError: showProblem,
    onSuccess: () => showDone(t("undone")),
  });
  const decision = reply.decision ?? "none";
  const said =
    decision === "list"
      ? reply.list
        ? t("decisions.list", { list: reply.list.name })
        : t("decisions.listGone")
      : t(`decisions.${decision}`);
  const when = reply.decidedAt ? inSentence(format.moment(reply.decidedAt)) : "";
  return (
    <>
      <p>
        <b>{said}</b>{" "}
        <span className="k-muted">
          {reply.decidedBy ? t("decidedBy", { who: reply.decidedBy, when }) : when}
        </span>
      </p>
      {decision === "automatic" && <p className="k-small k-muted">{t("automaticText")}</p>}
      {reply.note && <p className="k-small k-muted">{reply.note}</p>}
      {may && reply.undoable && (
        <div className="r-acts">
          <Button size="xs" loading={undo.isPending} onClick={() => undo.mutate()}>
            {t("undo")}
          </Button>
        </div>
      )}
    </>
  );
}
