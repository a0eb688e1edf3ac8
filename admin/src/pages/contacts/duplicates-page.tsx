import { Button } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { PairList, Twin } from "../../../../contract/duplicates.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  EmptyState,
  Link,
  Loaded,
  Page,
  Pill,
  showDone,
  showProblem,
  useFormat,
  useTexts,
} from "../../ui/index.ts";
import { ContactTabs } from "./contact-tabs.tsx";
import "./contacts.css";
import { texts } from "./duplicates-texts.ts";

/** Pairs of contacts that may be one person. */
export default function DuplicatesPage(): ReactNode {
  const t = useTexts(texts);
  const write = useCan()("contacts.write");
  const pairs = useApiQuery<PairList>("/contact-pairs");
  const search = useApiMutation(() => api.post<{ found: number }>("/contact-pairs/search"), {
    invalidates: ["/contact-pairs"],
    onSuccess: ({ found }) =>
      showDone(found === 0 ? t("searched_zero") : t("searched", { count: found })),
  });
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: t("contacts"), to: "/contacts" }]}
      actions={
        write && (
          <Button
            loading={search.isPending}
            onClick={() => search.mutate(undefined, { onError: (error) => showProblem(error) })}
          >
            {t("search")}
          </Button>
        )
      }
    >
      <ContactTabs current="duplicates" />
      <Card>
        <Loaded query={pairs}>
          {({ items, total }) =>
            items.length === 0 ? (
              <EmptyState
                icon={<IconCopy size={28} stroke={1.6} />}
                title={t("emptyTitle")}
                text={`${t("emptyText")} ${t("nightly")}`}
              />
            ) : (
              <>
                <p className="k-muted c-intro">
                  {t("intro")} {t("nightly")}
                </p>
                <ul className="c-rows">
                  {items.map((pair) => (
                    <PairRow key={`${pair.first.id}-${pair.second.id}`} pair={pair} write={write} />
                  ))}
                </ul>
                {total > items.length && (
                  <p className="k-small k-muted">{t("shown", { shown: items.length, total })}</p>
                )}
              </>
            )
          }
        </Loaded>
      </Card>
    </Page>
  );
}

function PairRow(props: { pair: PairList["items"][number]; write: boolean }): ReactNode {
  const t = useTexts(texts);
  const { first, second, reason } = props.pair;
  const dismiss = useApiMutation(
    () => api.post("/contact-pairs/dismiss", { first: first.id, second: second.id }),
    { invalidates: ["/contact-pairs"], onSuccess: () => showDone(t("dismissed")) },
  );
  return (
    <li className="c-pair">
      <div className="c-pair-people">
        <PairPerson twin={first} />
        <PairPerson twin={second} />
      </div>
      <Pill>{t(`reasons.${reason}`)}</Pill>
      {props.write && (
        <div className="k-row c-pair-acts">
          <Button
            size="xs"
            variant="subtle"
            loading={dismiss.isPending}
            onClick={() => dismiss.mutate(undefined, { onError: (error) => showProblem(error) })}
          >
            {t("dismiss")}
          </Button>
          <ButtonLink size="xs" to={`/contacts/dubletten/${first.id}/${second.id}`}>
            {t("compare")}
          </ButtonLink>
        </div>
      )}
    </li>
  );
}

function PairPerson({ twin }: { twin: Twin }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const more = [twin.name === twin.email ? undefined : twin.email, twin.company].filter(Boolean);
  return (
    <div>
      <Link className="c-break" to={`/contacts/${twin.id}`}>
        <b>{twin.name}</b>
      </Link>
      {more.length > 0 && <span className="k-sub c-break">{more.join(" · ")}</span>}
      <span className="k-sub">{t("since", { when: format.date(twin.createdAt) })}</span>
    </div>
  );
}
