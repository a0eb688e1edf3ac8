import { Button } from "@mantine/core";
import { IconFilter, IconPlus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { SegmentCount, SegmentSummary, SegmentView } from "../../../../contract/segments.ts";
import { api, useApiList, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  currentTime,
  EmptyState,
  inSentence,
  Link,
  Loaded,
  Page,
  Pill,
  showProblem,
  SimpleTable,
  useFormat,
  useTexts,
} from "../../ui/index.ts";
import "./segments.css";
import { texts } from "./texts.ts";

/** All segments: whom they have, and which mailings use them. */
export default function SegmentsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const list = useApiList<SegmentSummary>("/segments", {}, { limit: 200 });
  const create = can("lists.write") && (
    <ButtonLink
      to="/segmente/neu"
      variant="filled"
      leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
    >
      {t("new")}
    </ButtonLink>
  );
  return (
    <Page title={t("title")} meta={t("meta")} actions={list.items.length > 0 && create}>
      <Loaded query={list.query}>
        {() => (
          <div className="k-stack-lg">
            <Card>
              {list.items.length === 0 ? (
                <EmptyState
                  icon={<IconFilter size={28} stroke={1.6} />}
                  title={t("emptyTitle")}
                  text={t("emptyText")}
                  action={create}
                />
              ) : (
                <Table segments={list.items} />
              )}
            </Card>
            <Archive />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Table({ segments }: { segments: readonly SegmentSummary[] }): ReactNode {
  const t = useTexts(texts);
  return (
    <SimpleTable
      label={t("title")}
      words
      head={
        <tr>
          <th scope="col">{t("name")}</th>
          <th scope="col" data-num>
            {t("people")}
          </th>
          <th scope="col" data-num>
            {t("mailable")}
          </th>
          <th scope="col" data-num>
            {t("measurable")}
          </th>
          <th scope="col">{t("uses")}</th>
        </tr>
      }
    >
      {segments.map((segment) => (
        <Row key={segment.id} segment={segment} />
      ))}
    </SimpleTable>
  );
}

/** Figures older than this are counted anew. */
const FRESH_MS = 10 * 60_000;

function Row({ segment }: { segment: SegmentSummary }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const hidden = segment.asksBehaviour && !can("tracking.read");
  const isOld =
    segment.countedAt === null ||
    currentTime().getTime() - new Date(segment.countedAt).getTime() > FRESH_MS;
  const counted = useApiQuery<SegmentCount>(
    isOld && !hidden ? `/segments/${segment.id}/count` : undefined,
    undefined,
    { staleTime: FRESH_MS },
  );
  const counts =
    counted.data?.people != null && counted.data.audience
      ? { people: counted.data.people, ...counted.data.audience }
      : segment.counts;
  const [first, ...others] = segment.uses;
  const figure = (value: number | undefined): ReactNode =>
    hidden ? (
      <span className="k-muted" title={t("hiddenFigure")}>
        –
      </span>
    ) : value === undefined ? (
      "…"
    ) : (
      format.number(value)
    );
  return (
    <tr>
      <td>
        <Link to={`/segmente/${segment.id}`}>
          <b>{segment.name}</b>
        </Link>{" "}
        {segment.asksBehaviour && <Pill>{t("behaviour")}</Pill>}
        {!counted.data && segment.countedAt && (
          <div className="k-small k-muted">
            {t("counted", { when: inSentence(format.moment(segment.countedAt)) })}
          </div>
        )}
      </td>
      <td data-num data-label={t("people")}>
        {figure(counts?.people)}
      </td>
      <td data-num data-label={t("mailable")}>
        {figure(counts?.mailable)}
      </td>
      <td data-num data-label={t("measurable")}>
        {figure(counts?.measurable)}
      </td>
      <td data-label={t("uses")}>
        {first ? (
          <>
            <Link to={`/mailings/${first.id}`}>{first.name}</Link>{" "}
            {others.length > 0 && t("moreUses", { count: others.length })}
          </>
        ) : (
          <span className="k-muted">{t("unused")}</span>
        )}
      </td>
    </tr>
  );
}

function Archive(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [open, setOpen] = useState(false);
  const list = useApiList<SegmentSummary>("/segments", { archived: true }, { limit: 200 });
  const restore = useApiMutation(
    ({ id, revision }: SegmentSummary) =>
      api.patch<SegmentView>(`/segments/${id}`, { revision, archived: false }),
    {
      invalidates: ["/segments"],
      onError: (error) => showProblem(error, { segment_name_taken: t("nameTaken") }),
    },
  );
  if (list.items.length === 0) return null;
  return (
    <div>
      <button
        type="button"
        className="k-textbutton k-small"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t("archivedList", { count: list.items.length })}
      </button>
      {open && (
        <ul className="sg-archive">
          {list.items.map((segment) => (
            <li key={segment.id}>
              <Link to={`/segmente/${segment.id}`}>{segment.name}</Link>
              {can("lists.write") && (
                <Button size="xs" onClick={() => restore.mutate(segment)}>
                  {t("restore")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
