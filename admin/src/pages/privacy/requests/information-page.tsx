import { Button, Checkbox } from "@mantine/core";
import { IconMoodSmile } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type {
  DutyAnswer,
  InformationDuties,
  InformationDutyView,
} from "../../../../../contract/data-requests.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import {
  Card,
  ConfirmDialog,
  DateTime,
  EmptyState,
  Figures,
  Link,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Pill,
  RuleTag,
  showDone,
  showProblem,
  SimpleTable,
  StatFigure,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { places } from "../places.ts";
import { texts as shared } from "../texts.ts";
import "../privacy.css";
import { informationTexts } from "./information-texts.ts";
import "./requests.css";
import { texts } from "./texts.ts";
import { ToldDialog } from "./told-dialog.tsx";
import { noon } from "./words.ts";

const CHANGED = ["/information-duties", "/dashboard", "/contacts"];
const TONES = { open: "plain", soon: "wait", locked: "danger" } as const;
/** What one call of the API takes. */
const AT_ONCE = 200;

/** People whose data came from elsewhere and who are still to be told (Art. 14 GDPR, DSR-02). */
export default function InformationPage(): ReactNode {
  const t = useTexts(informationTexts);
  const tRequests = useTexts(texts);
  const tShared = useTexts(shared);
  const query = useApiQuery<InformationDuties>("/information-duties");
  return (
    <Page
      title={t("title")}
      crumbs={[
        { label: tShared("title"), to: places.overview },
        { label: tRequests("title"), to: places.requests },
      ]}
    >
      <div className="k-stack-lg">
        <p className="k-muted pv-lead">
          {t("lead")} <RuleTag rule="DSR-02" />
        </p>
        <Loaded query={query} skeleton={<PageSkeleton />}>
          {(duties) =>
            duties.items.length === 0 ? (
              <Card>
                <EmptyState
                  icon={<IconMoodSmile size={28} stroke={1.6} />}
                  title={t("empty")}
                  text={t("emptyText")}
                />
              </Card>
            ) : (
              <Duties duties={duties} />
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}

function Duties({ duties }: { duties: InformationDuties }): ReactNode {
  const t = useTexts(informationTexts);
  const format = useFormat();
  const { items, open, soon, locked } = duties;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<"told" | "erase">();
  const [left, setLeft] = useState<DutyAnswer["left"]>([]);
  const contactIds = items
    .map(({ contactId }) => contactId)
    .filter((id) => chosen.has(id))
    .slice(0, AT_ONCE);
  const after =
    (key: "sent" | "noted" | "erased") =>
    ({ done, left: others }: DutyAnswer): void => {
      setChosen(new Set());
      setDialog(undefined);
      setLeft(others);
      if (done > 0) showDone(t(key, { count: done }));
    };
  const send = useApiMutation(
    () => api.post<DutyAnswer>("/information-duties/send", { contactIds }),
    {
      invalidates: CHANGED,
      onSuccess: after("sent"),
      onError: (error) => showProblem(error, { settings_incomplete: t("settingsIncomplete") }),
    },
  );
  const erase = useApiMutation(
    () => api.post<DutyAnswer>("/information-duties/erase", { contactIds }),
    { invalidates: CHANGED, onSuccess: after("erased") },
  );
  const nobody = contactIds.length === 0;
  return (
    <>
      <Card>
        <Figures>
          <StatFigure label={t("open")} value={open} base={t("openBase")} />
          <StatFigure label={t("soon")} value={soon} base={t("soonBase")} />
          <StatFigure label={t("locked")} value={locked} base={t("lockedBase")} />
        </Figures>
      </Card>
      {left.length > 0 && (
        <Notice tone="wait" title={t("leftTitle", { count: left.length })}>
          <ul>
            {left.map(({ contactId, reason }) => (
              <li key={contactId}>
                <Link to={`${places.contacts}/${contactId}`}>
                  {items.find((one) => one.contactId === contactId)?.name ?? contactId}
                </Link>
                : {t(`reasons.${knownReason(reason)}`)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Card
        title={t("people")}
        aside={
          <div className="k-row">
            <Button
              variant="filled"
              disabled={nobody}
              loading={send.isPending}
              onClick={() => send.mutate(undefined)}
            >
              {t("send")}
            </Button>
            <Button disabled={nobody} onClick={() => setDialog("told")}>
              {t("told")}
            </Button>
            <Button disabled={nobody} onClick={() => setDialog("erase")}>
              {t("erase")}
            </Button>
          </div>
        }
      >
        {open > items.length && (
          <p className="k-muted">{t("first", { count: items.length, all: format.number(open) })}</p>
        )}
        <People items={items} chosen={chosen} choose={setChosen} />
      </Card>
      {dialog === "told" && (
        <ToldDialog
          contactIds={contactIds}
          invalidates={CHANGED}
          onDone={after("noted")}
          onClose={() => setDialog(undefined)}
        />
      )}
      <ConfirmDialog
        opened={dialog === "erase"}
        title={t("eraseTitle", { count: contactIds.length })}
        action={t("eraseAct", { count: contactIds.length })}
        danger
        people={contactIds.length}
        onConfirm={() => erase.mutateAsync(undefined)}
        onClose={() => setDialog(undefined)}
      >
        {t("eraseText")}
      </ConfirmDialog>
    </>
  );
}

function People(props: {
  items: InformationDutyView[];
  chosen: ReadonlySet<string>;
  choose: (ids: ReadonlySet<string>) => void;
}): ReactNode {
  const t = useTexts(informationTexts);
  const { items, chosen, choose } = props;
  const all = items.slice(0, AT_ONCE);
  const isAll = all.every(({ contactId }) => chosen.has(contactId));
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  return (
    <>
      <Checkbox
        mb={12}
        label={t("all")}
        checked={isAll}
        indeterminate={!isAll && chosen.size > 0}
        onChange={() => choose(isAll ? new Set() : new Set(all.map((one) => one.contactId)))}
      />
      <SimpleTable
        label={t("people")}
        words
        head={
          <tr>
            <th scope="col">{t("contact")}</th>
            <th scope="col">{t("source")}</th>
            <th scope="col">{t("collected")}</th>
            <th scope="col">{t("due")}</th>
            <th scope="col">{t("state")}</th>
          </tr>
        }
      >
        {items.map((one) => (
          <tr key={one.contactId}>
            <td>
              <Checkbox
                checked={chosen.has(one.contactId)}
                aria-label={one.name}
                onChange={() => toggle(one.contactId)}
                label={<Link to={`${places.contacts}/${one.contactId}`}>{one.name}</Link>}
                description={one.name === one.email ? undefined : one.email}
              />
            </td>
            <td className="dr-url" data-label={t("source")}>
              {one.source}
            </td>
            <td data-label={t("collected")}>
              <DateTime value={one.collectedAt} form="date" />
            </td>
            <td data-label={t("due")}>
              <DateTime value={noon(one.dueOn)} form="date" />
            </td>
            <td>
              <Pill tone={TONES[one.state]}>{t(`states.${one.state}`)}</Pill>
            </td>
          </tr>
        ))}
      </SimpleTable>
    </>
  );
}

const REASONS = ["not_due", "under_way", "address_shared", "kept"] as const;
/** What the gate refuses is told on the contact's page. */
const knownReason = (reason: string): (typeof REASONS)[number] | "other" =>
  REASONS.find((one) => one === reason) ?? "other";
