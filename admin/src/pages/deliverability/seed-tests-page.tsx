import { Button, Checkbox, Select } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { SeedTestView } from "../../../../contract/deliverability.ts";
import type { MailingSummary } from "../../../../contract/mailings.ts";
import type { ConfirmedAddressView } from "../../../../contract/senders.ts";
import { api, useApiList, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  EmptyState,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  Problem,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import "./deliverability.css";
import { SeedTest } from "./seed-test.tsx";
import { DeliverabilityTabs, SEEDS } from "./tabs.tsx";
import { texts } from "./texts.ts";

const LOOK_AGAIN_MS = 3000;

/** Tests at own addresses: send one, see what the providers answered, note where it lay (SND-17). */
export default function SeedTestsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  return (
    <Page title={t("title")} windowTitle={t("seeds")}>
      <DeliverabilityTabs current={SEEDS} />
      <div className="k-stack-lg">
        {can("mailings.write") && can("senders.read") && <NewTest />}
        <History />
      </div>
    </Page>
  );
}

function NewTest(): ReactNode {
  const t = useTexts(texts);
  const addresses = useApiQuery<{ items: ConfirmedAddressView[] }>("/confirmed-addresses");
  const drafts = useApiQuery<{ items: MailingSummary[] }>("/mailings", {
    state: "draft",
    limit: "100",
  });
  return (
    <Card title={t("cards.seedNew")}>
      <p className="k-muted">{t("seedLead")}</p>
      <Loaded query={addresses} skeleton={<PageSkeleton cards={1} />}>
        {({ items }) => {
          const usable = items.filter((each) => each.kind === "test" && each.confirmedAt !== null);
          if (usable.length === 0)
            return (
              <EmptyState
                title={t("addressesNone")}
                action={
                  <ButtonLink to="/einstellungen/testadressen" variant="filled">
                    {t("addressesAction")}
                  </ButtonLink>
                }
              />
            );
          return (
            <Loaded query={drafts} skeleton={<PageSkeleton cards={1} />}>
              {(found) => <NewTestForm addresses={usable} drafts={found.items} />}
            </Loaded>
          );
        }}
      </Loaded>
    </Card>
  );
}

function NewTestForm(props: {
  addresses: ConfirmedAddressView[];
  drafts: MailingSummary[];
}): ReactNode {
  const t = useTexts(texts);
  const [search, setSearch] = useSearch();
  const [chosen, setChosen] = useState(props.addresses.map((each) => each.id));
  const mailing = props.drafts.find((each) => each.id === search["mailing"])?.id ?? null;
  const send = useApiMutation(
    (id: string) => api.post<SeedTestView>(`/mailings/${id}/seed-test`, { addressIds: chosen }),
    { invalidates: ["/seed-tests", "/deliverability", "/mailings"] },
  );
  if (props.drafts.length === 0) return <Notice>{t("noDrafts")}</Notice>;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (mailing !== null && chosen.length > 0) send.mutate(mailing);
  };
  return (
    <form onSubmit={submit} className="k-stack">
      <Select
        className="d-pick"
        label={t("mailing")}
        placeholder={t("mailingPlaceholder")}
        value={mailing}
        onChange={(value) => setSearch({ mailing: value ?? undefined })}
        data={props.drafts.map((each) => ({ value: each.id, label: each.name }))}
      />
      <Checkbox.Group label={t("addresses")} value={chosen} onChange={setChosen}>
        <div className="k-stack">
          {props.addresses.map((each) => (
            <Checkbox key={each.id} value={each.id} label={each.email} />
          ))}
        </div>
      </Checkbox.Group>
      {send.error && <Problem error={send.error} />}
      {send.data && <Notice>{t("sent")}</Notice>}
      <div>
        <Button
          type="submit"
          variant="filled"
          loading={send.isPending}
          disabled={mailing === null || chosen.length === 0}
        >
          {t("send")}
        </Button>
      </div>
    </form>
  );
}

function History(): ReactNode {
  const t = useTexts(texts);
  const list = useApiList<SeedTestView>(
    "/seed-tests",
    {},
    {
      limit: 10,
      refetchInterval: (items) =>
        items.some((test) => test.results.some((each) => each.state === "open"))
          ? LOOK_AGAIN_MS
          : false,
    },
  );
  return (
    <Card title={t("cards.seedHistory")}>
      <Loaded query={list.query} skeleton={<PageSkeleton cards={1} />}>
        {() =>
          list.items.length === 0 ? (
            <EmptyState title={t("historyNone")} text={t("historyNoneText")} />
          ) : (
            <ul className="d-seed-list">
              {list.items.map((test) => (
                <li key={test.id}>
                  <SeedTest test={test} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {list.query.hasNextPage && (
        <Button
          mt={20}
          loading={list.query.isFetchingNextPage}
          onClick={() => void list.query.fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
    </Card>
  );
}
