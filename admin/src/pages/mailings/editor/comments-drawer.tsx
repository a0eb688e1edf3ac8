import { Button, Drawer, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { CommentList, CommentView } from "../../../../../contract/editing.ts";
import { api, invalidate, queryClient, useApiQuery } from "../../../api/index.ts";
import {
  Avatar,
  DateTime,
  Loaded,
  Notice,
  PageSkeleton,
  showProblem,
  useTexts,
} from "../../../ui/index.ts";
import { blockTexts } from "./blocks/block-texts.ts";
import { findBlock } from "./blocks/block-document.ts";
import type { Draft } from "./draft.ts";
import { texts } from "./texts.ts";

interface Props {
  mailingId: string;
  draft: Draft;
  readOnly: boolean;
  /** A new comment is about this block. */
  blockId?: string;
  onClose: () => void;
}

/** What colleagues say of the mailing and its blocks. */
export function CommentsDrawer(props: Props): ReactNode {
  const t = useTexts(texts);
  const path = `/mailings/${props.mailingId}/comments`;
  const query = useApiQuery<CommentList>(path);
  const changed = (): Promise<unknown> =>
    invalidate(queryClient, [path, `/mailings/${props.mailingId}/readiness`]);
  return (
    <Drawer opened onClose={props.onClose} position="right" size="md" title={t("comments.title")}>
      <Loaded query={query} skeleton={<PageSkeleton cards={1} />}>
        {({ items, people }) => {
          const settled = items.filter((comment) => comment.resolvedAt !== null);
          const row = (comment: CommentView): ReactNode => (
            <Comment key={comment.id} {...props} comment={comment} path={path} changed={changed} />
          );
          return (
            <div className="k-stack">
              {!props.readOnly && (
                <Write {...props} people={people} path={path} changed={changed} />
              )}
              {items.length === 0 && <Notice>{t("comments.none")}</Notice>}
              <ul className="m-comments">
                {items.filter((comment) => comment.resolvedAt === null).map(row)}
              </ul>
              {settled.length > 0 && (
                <details className="m-fold">
                  <summary>{t("comments.resolved", { count: settled.length })}</summary>
                  <ul className="m-comments">{settled.map(row)}</ul>
                </details>
              )}
            </div>
          );
        }}
      </Loaded>
    </Drawer>
  );
}

function useBlockName(draft: Draft): (id: string) => string | undefined {
  const t = useTexts(blockTexts);
  return (id) => {
    const { source } = draft;
    const found = source.kind === "blocks" ? findBlock(source.source, id) : undefined;
    return found && t(`types.${found.block.type}`);
  };
}

function Write(
  props: Props & { people: readonly string[]; path: string; changed: () => Promise<unknown> },
): ReactNode {
  const t = useTexts(texts);
  const blockName = useBlockName(props.draft);
  const [body, setBody] = useState("");
  const what = props.blockId === undefined ? undefined : blockName(props.blockId);
  const send = async (): Promise<void> => {
    await api.post(props.path, {
      body,
      ...(what === undefined ? {} : { blockId: props.blockId }),
    });
    setBody("");
    await props.changed();
  };
  return (
    <form
      className="k-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (body.trim()) send().catch((error: unknown) => showProblem(error));
      }}
    >
      <Textarea
        label={what ? t("comments.at", { what }) : t("comments.whole")}
        description={t("comments.help", { names: props.people.slice(0, 6).join(", ") })}
        value={body}
        maxLength={2000}
        autosize
        minRows={2}
        data-autofocus
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" variant="filled" disabled={!body.trim()}>
          {t("comments.send")}
        </Button>
      </div>
    </form>
  );
}

function Comment(
  props: Props & { comment: CommentView; path: string; changed: () => Promise<unknown> },
): ReactNode {
  const t = useTexts(texts);
  const blockName = useBlockName(props.draft);
  const { comment } = props;
  const author = comment.author ?? t("versions.someone");
  const act = comment.resolvedAt === null ? "resolve" : "reopen";
  const settle = (): void => {
    api
      .post(`${props.path}/${comment.id}/${act}`)
      .then(props.changed, (error: unknown) => showProblem(error));
  };
  return (
    <li>
      <Avatar name={author} />
      <div>
        <p className="k-small">
          <b>{author}</b>{" "}
          <span className="k-muted">
            · <DateTime value={comment.createdAt} />
          </span>
        </p>
        {comment.blockId !== null && (
          <p className="k-small k-muted">
            {blockName(comment.blockId)
              ? t("comments.at", { what: blockName(comment.blockId) })
              : t("comments.gone")}
          </p>
        )}
        <p className="m-commentbody">
          <Mentioned comment={comment} />
        </p>
        {comment.resolvedBy && (
          <p className="k-small k-muted">
            {t("comments.resolvedBy", { name: comment.resolvedBy })}
          </p>
        )}
        {!props.readOnly && (
          <Button size="xs" variant="subtle" onClick={settle}>
            {t(`comments.${act}`)}
          </Button>
        )}
      </div>
    </li>
  );
}

/** Names that are mentioned stand out. */
function Mentioned({ comment }: { comment: CommentView }): ReactNode {
  const names = comment.mentions.map((name) => `@${name}`);
  if (names.length === 0) return comment.body;
  const pattern = new RegExp(
    `(${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`,
  );
  return comment.body
    .split(pattern)
    .map((part, index) => (names.includes(part) ? <b key={index}>{part}</b> : part));
}
