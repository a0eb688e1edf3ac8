import { ActionIcon, Menu, Select } from "@mantine/core";
import { IconArrowsRightLeft, IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { StaffList } from "../../../../contract/contact-care.ts";
import type { MyContact, MyContacts } from "../../../../contract/my-contacts.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  DateTime,
  EmptyState,
  Link,
  Loaded,
  Page,
  Pill,
  useFormat,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { ContactTabs } from "./contact-tabs.tsx";
import "./contacts.css";
import { texts } from "./mine-texts.ts";
import { TagPill } from "./tag-parts.tsx";
import { useBulk } from "./use-bulk.ts";

const STAGES = ["prospect", "customer", ""] as const;
type Stage = (typeof STAGES)[number];

/** The contacts somebody looks after, by stage: who waits, and who was not heard from for long. */
export default function MinePage(): ReactNode {
  const t = useTexts(texts);
  const [search, setSearch] = useSearch();
  const whose = search["responsible"] ?? "";
  const staff = useApiQuery<StaffList>("/contact-advisers", undefined, { staleTime: 60_000 });
  const mine = useApiQuery<MyContacts>(
    "/contacts/mine",
    whose === "" ? {} : { responsible: whose },
    { keepPrevious: true },
  );
  const colleague = staff.data?.items.find((one) => one.id === whose);
  const others = (staff.data?.items ?? []).filter((one) => one.id !== staff.data?.me);
  return (
    <Page
      title={colleague ? t("titleOf", { name: colleague.name }) : t("title")}
      actions={
        others.length > 0 && (
          <Select
            aria-label={t("whose")}
            value={whose}
            allowDeselect={false}
            data={[
              { value: "", label: t("me") },
              ...others.map((one) => ({ value: one.id, label: one.name })),
            ]}
            onChange={(value) => setSearch({ responsible: value || undefined })}
          />
        )
      }
    >
      <ContactTabs current="mine" />
      <Loaded query={mine}>
        {(data) =>
          data.columns.every((column) => column.total === 0) ? (
            <Card>
              <EmptyState
                icon={<IconUsers size={28} stroke={1.6} />}
                title={colleague ? t("nobodyTitleOf", { name: colleague.name }) : t("nobodyTitle")}
                text={t("nobodyText")}
                action={<ButtonLink to="/contacts">{t("toContacts")}</ButtonLink>}
              />
            </Card>
          ) : (
            <>
              <p className="k-muted c-intro">
                {t("lead")} {t("behaviour")}
              </p>
              <div className="c-stages">
                {data.columns.map((column) => (
                  <Stage key={column.stage} column={column} whose={data.responsible?.id ?? ""} />
                ))}
              </div>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Stage(props: { column: MyContacts["columns"][number]; whose: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { stage, total, items } = props.column;
  const more = total - items.length;
  const query = new URLSearchParams({ responsible: props.whose, stage: stage || "none" });
  return (
    <section className="c-stage" aria-labelledby={`stage-${stage}`}>
      <h2 id={`stage-${stage}`}>
        {t(`stages.${stage || "none"}`)} <span className="k-muted">{format.number(total)}</span>
      </h2>
      {items.length === 0 ? (
        <p className="k-muted c-stage-empty">{t("empty")}</p>
      ) : (
        <ul>
          {items.map((person) => (
            <Person key={person.id} person={person} />
          ))}
        </ul>
      )}
      {more > 0 && (
        <p className="k-small">
          {t("more", { count: more })} · <Link to={`/contacts?${query}`}>{t("showAll")}</Link>
        </p>
      )}
    </section>
  );
}

function Person({ person }: { person: MyContact }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const format = useFormat();
  const { touch } = person;
  const company = person.company === person.name ? "" : person.company;
  return (
    <li className="c-person">
      <Link className="c-break" to={`/contacts/${person.id}`}>
        <b>{person.name}</b>
      </Link>
      {company !== "" && <span className="k-sub c-break">{company}</span>}
      {person.open.map((one) => (
        <p key={`${one.kind}-${one.at}`} className="c-person-open">
          <Pill tone="wait">
            {one.kind === "deletion"
              ? t("open.deletion", { when: format.date(one.at) })
              : t(`open.${one.kind}`)}
          </Pill>{" "}
          {one.text && <span className="c-break">{one.text}</span>}
        </p>
      ))}
      {person.tags.length > 0 && (
        <div className="c-tags">
          {person.tags.map((tag) => (
            <TagPill key={tag.id} tag={tag} />
          ))}
        </div>
      )}
      <div className="k-small k-muted c-person-foot">
        <span>
          {t(`touch.${touch.kind}`)}
          {touch.at && (
            <>
              {" · "}
              <DateTime value={touch.at} form="date" />
            </>
          )}
        </span>
        <span className="c-person-acts">
          {can("one_to_one.send") && (
            <Link
              to={`/contacts/${person.id}/write`}
              aria-label={t("writeTo", { name: person.name })}
            >
              {t("write")}
            </Link>
          )}
          {can("contacts.write") && <Move person={person} />}
        </span>
      </div>
    </li>
  );
}

/** Another stage, by mouse or keyboard; can be taken back like any change of contacts. */
function Move({ person }: { person: MyContact }): ReactNode {
  const t = useTexts(texts);
  const bulk = useBulk();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          loading={bulk.busy}
          aria-label={t("move", { name: person.name })}
          title={t("moveTo")}
        >
          <IconArrowsRightLeft size={18} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("moveTo")}</Menu.Label>
        {STAGES.filter((stage) => stage !== person.stage).map((stage: Stage) => (
          <Menu.Item
            key={stage}
            onClick={() => bulk.act({ do: "stage", stage }, { ids: [person.id] })}
          >
            {t(`stages.${stage || "none"}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
