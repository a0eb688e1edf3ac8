import { ActionIcon, Button, NumberInput, Select, Switch } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type {
  CapView,
  MailingRulesChange,
  MailingRulesView,
} from "../../../../../contract/mailing-rules.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Problem,
  RuleTag,
  showDone,
  useTexts,
} from "../../../ui/index.ts";
import "../planning.css";
import { texts } from "./texts.ts";

/** How often the account writes to somebody, and from which size on a second person looks. */
export default function RulesPage(): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<MailingRulesView>("/mailing-rules");
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: t("settings"), to: "/einstellungen" }]}
      meta={t("meta")}
    >
      <Loaded query={query} skeleton={<PageSkeleton cards={2} />}>
        {(rules) => <RulesForm rules={rules} />}
      </Loaded>
    </Page>
  );
}

type ListCap = MailingRulesView["lists"][number];
const USUAL: CapView = { max: 3, days: 7 };

function RulesForm({ rules }: { rules: MailingRulesView }): ReactNode {
  const t = useTexts(texts);
  const mayChange = useCan()("account.manage");
  const [cap, setCap] = useState(rules.cap);
  const [lists, setLists] = useState(rules.lists);
  const [above, setAbove] = useState<number | string>(rules.approvalAbove);
  const save = useApiMutation((input: MailingRulesChange) => api.put("/mailing-rules", input), {
    invalidates: ["/mailing-rules", "/mailings"],
    onSuccess: () => showDone(t("saved")),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({
      cap,
      lists: lists.map(({ listId, max, days }) => ({ listId, max, days })),
      approvalAbove: Number(above) || 0,
    });
  };
  return (
    <form className="k-stack-lg" onSubmit={submit}>
      {!mayChange && <Notice>{t("readOnly")}</Notice>}
      <Card title={t("capTitle")} aside={<RuleTag rule="LEAD-14" />}>
        <div className="k-stack p-narrow">
          <p>{t("capLead")}</p>
          <Switch
            label={t("capOn")}
            checked={cap !== null}
            disabled={!mayChange}
            onChange={(event) => setCap(event.currentTarget.checked ? USUAL : null)}
          />
          {cap && <CapFields cap={cap} readOnly={!mayChange} onChange={setCap} />}
          <p>
            <b>{cap ? t("sentence", { count: cap.max, days: cap.days }) : t("sentenceNone")}</b>
          </p>
          <p className="k-small k-muted">{t("exempt")}</p>
        </div>
      </Card>
      <Card title={t("listsTitle")}>
        <div className="k-stack p-narrow">
          <p className="k-muted">{t("listsLead")}</p>
          {lists.length === 0 && <p className="k-muted">{t("noLists")}</p>}
          {lists.map((list) => (
            <div key={list.listId} className="p-list-cap" role="group" aria-label={list.name}>
              <b>{list.name}</b>
              <CapFields
                cap={list}
                readOnly={!mayChange}
                onChange={(next) =>
                  setLists(
                    lists.map((one) => (one.listId === list.listId ? { ...one, ...next } : one)),
                  )
                }
              />
              {mayChange && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={40}
                  aria-label={t("remove", { name: list.name })}
                  onClick={() => setLists(lists.filter((one) => one !== list))}
                >
                  <IconX size={18} stroke={1.8} aria-hidden="true" />
                </ActionIcon>
              )}
            </div>
          ))}
          {mayChange && <AddList known={lists} onAdd={(list) => setLists([...lists, list])} />}
        </div>
      </Card>
      <Card title={t("approvalTitle")} aside={<RuleTag rule="CNT-18" />}>
        <div className="k-stack p-narrow">
          <p>{t("approvalLead")}</p>
          <NumberInput
            label={t("above")}
            description={t("aboveHelp")}
            value={above}
            min={0}
            max={10_000_000}
            step={100}
            allowDecimal={false}
            suffix={t("recipients")}
            readOnly={!mayChange}
            onChange={setAbove}
          />
        </div>
      </Card>
      {save.error && (
        <Problem error={save.error} words={{ no_such_list: t("errors.no_such_list") }} />
      )}
      {mayChange && (
        <div>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t("save")}
          </Button>
        </div>
      )}
    </form>
  );
}

function CapFields(props: {
  cap: CapView;
  readOnly: boolean;
  onChange: (cap: CapView) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { max, days } = props.cap;
  return (
    <div className="p-cap">
      <NumberInput
        label={t("max")}
        value={max}
        min={1}
        max={50}
        allowDecimal={false}
        readOnly={props.readOnly}
        onChange={(value) => props.onChange({ max: Number(value) || 1, days })}
      />
      <NumberInput
        label={t("days")}
        value={days}
        min={1}
        max={90}
        allowDecimal={false}
        readOnly={props.readOnly}
        onChange={(value) => props.onChange({ max, days: Number(value) || 1 })}
      />
    </div>
  );
}

function AddList(props: { known: ListCap[]; onAdd: (list: ListCap) => void }): ReactNode {
  const t = useTexts(texts);
  const all = useApiQuery<{ items: { id: string; name: string }[] }>("/lists");
  const free = (all.data?.items ?? []).filter(
    (list) => !props.known.some((one) => one.listId === list.id),
  );
  if (free.length === 0) return null;
  return (
    <Select
      label={t("addList")}
      placeholder={t("chooseList")}
      searchable
      value={null}
      data={free.map((list) => ({ value: list.id, label: list.name }))}
      onChange={(id) => {
        const list = free.find((one) => one.id === id);
        if (list) props.onAdd({ listId: list.id, name: list.name, max: 1, days: 30 });
      }}
    />
  );
}
