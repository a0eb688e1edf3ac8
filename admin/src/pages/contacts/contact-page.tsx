import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { ContactOverview } from "../../../../contract/directory.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import {
  Avatar,
  ButtonLink,
  Card,
  DateTime,
  Grid,
  Loaded,
  Notice,
  Page,
  PageSkeleton,
  ReasonList,
  SimpleTable,
  useFormat,
  useLocale,
  useRouteParam,
  useTexts,
  type Format,
} from "../../ui/index.ts";
import { texts } from "./contact-texts.ts";
import { ContactHistory } from "./contact-history.tsx";
import "./contacts.css";
import { AddressHints, OrphanNotice } from "./contact-notices.tsx";
import { CareCard } from "./care-card.tsx";
import { MergeNotices } from "./merge-notice.tsx";
import { RequestsCard } from "./requests-card.tsx";
import { NotesCard } from "./notes-card.tsx";
import { useFieldWords } from "./field-words.ts";
import { EditContactDialog } from "./edit-contact-dialog.tsx";
import { PrivacyNoticeDialog } from "./privacy-notice-dialog.tsx";
import { PermissionCard } from "./permission-card.tsx";
import { PurchasesCard } from "./purchases-card.tsx";
import { RecordCard } from "./record-card.tsx";
import { SharedAddress } from "./shared-address.tsx";
import { texts as shared } from "./texts.ts";
import { WithdrawalDialog } from "./withdrawal-dialog.tsx";
import { useSourceWords } from "./words.tsx";
import { texts as writeTexts } from "./write-texts.ts";

/** Who is this, what may we do, what happened, where is each field from, what is deleted when. */
export default function ContactPage(): ReactNode {
  const id = useRouteParam("id");
  const overview = useApiQuery<ContactOverview>(`/contacts/${id}/overview`);
  return (
    <Loaded query={overview} skeleton={<PageSkeleton cards={4} />}>
      {(data) => <Contact data={data} />}
    </Loaded>
  );
}

function Contact({ data }: { data: ContactOverview }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const format = useFormat();
  const tWrite = useTexts(writeTexts);
  const [dialog, setDialog] = useState<"edit" | "withdrawal" | "notice">();
  const { contact, lists } = data;
  const home = lists.find((list) => list.state === "confirmed") ?? lists[0];
  const write = can("contacts.write");
  return (
    <Page
      title={contact.name}
      lead={<Avatar name={contact.name} size="lg" />}
      crumbs={[
        { label: tShared("title"), to: "/contacts" },
        ...(home ? [{ label: home.name, to: `/lists/${home.id}` }] : []),
      ]}
      meta={
        <>
          <Meta data={data} format={format} />
          <AddressHints data={data} />
        </>
      }
      actions={
        <>
          {can("one_to_one.send") && (
            <ButtonLink to={`/contacts/${contact.id}/write`}>{tWrite("action")}</ButtonLink>
          )}
          {write && (
            <>
              <Button onClick={() => setDialog("withdrawal")}>{t("record")}</Button>
              {can("intake.record") && !data.record && (
                <ButtonLink to={`/erfassen?kind=agree&contact=${contact.id}`}>
                  {t("recordConsent")}
                </ButtonLink>
              )}
              <Button onClick={() => setDialog("edit")}>{t("edit")}</Button>
            </>
          )}
        </>
      }
    >
      <div className="k-stack-lg">
        {contact.restricted && (
          <Notice tone="wait" title={t("restricted")}>
            {t("restrictedText")}
          </Notice>
        )}
        <OrphanNotice data={data} />
        <MergeNotices data={data} />
        <SharedAddress data={data} />
        <Grid>
          <div className="c7 c-column">
            <PermissionCard data={data} />
            {data.record && <RecordCard record={data.record} />}
            <CareCard data={data} />
            {contact.pot === "newsletter" && <PurchasesCard contact={contact} />}
            <Origins
              data={data}
              {...(can("privacy_notice.send") && { onNotice: () => setDialog("notice") })}
            />
          </div>
          <div className="c5 c-column">
            <RequestsCard contactId={contact.id} />
            <NotesCard data={data} />
            <ContactHistory data={data} />
            <Deletions data={data} />
          </div>
        </Grid>
      </div>
      {dialog === "edit" && (
        <EditContactDialog contact={contact} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "notice" && (
        <PrivacyNoticeDialog contactId={contact.id} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "withdrawal" && (
        <WithdrawalDialog data={data} onClose={() => setDialog(undefined)} />
      )}
    </Page>
  );
}

function Meta({ data, format }: { data: ContactOverview; format: Format }): ReactNode {
  const t = useTexts(texts);
  const { contact, lists } = data;
  const first = lists
    .filter((list) => list.state === "confirmed" && list.confirmedAt !== null)
    .map((list) => list.confirmedAt!)
    .sort()[0];
  const parts = [
    contact.name === contact.email ? undefined : contact.email,
    contact.company !== "" && contact.company !== contact.name ? contact.company : undefined,
    contact.pot === "core" ? t("core") : undefined,
    first
      ? t("subscriberSince", { when: format.dateLong(first) })
      : t("contactSince", { when: format.dateLong(contact.createdAt) }),
  ];
  return <span className="c-break">{parts.filter(Boolean).join(" · ")}</span>;
}

/** DSR-03: every field that holds something, with where it comes from. */
function Origins(props: { data: ContactOverview; onNotice?: () => void }): ReactNode {
  const { data, onNotice } = props;
  const t = useTexts(texts);
  const tWrite = useTexts(writeTexts);
  const sourceWords = useSourceWords();
  const words = useFieldWords();
  return (
    <Card
      className="c-origins"
      title={t("origins.title")}
      aside={
        onNotice && (
          <Button size="xs" onClick={onNotice}>
            {tWrite("notice.action")}
          </Button>
        )
      }
    >
      <SimpleTable
        label={t("origins.title")}
        stack
        head={
          <tr>
            <th scope="col">{t("origins.field")}</th>
            <th scope="col">{t("origins.value")}</th>
            <th scope="col">{t("origins.source")}</th>
            <th scope="col" data-num>
              {t("origins.at")}
            </th>
          </tr>
        }
      >
        {data.origins.map((origin) => (
          <tr key={origin.field}>
            <td>{origin.label ?? words.name(origin.field)}</td>
            <td>
              <b className="c-break">{words.value(origin.field, origin.value)}</b>
            </td>
            <td>{sourceWords(origin.source)}</td>
            <td data-num>{origin.at ? <DateTime value={origin.at} form="date" /> : "–"}</td>
          </tr>
        ))}
      </SimpleTable>
    </Card>
  );
}

function Deletions({ data }: { data: ContactOverview }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const format = useFormat();
  return (
    <Card className="c-deletions" title={t("deletions.title")}>
      <ReasonList
        reasons={data.deletions.map((deletion) => ({
          id: `${deletion.rule}-${deletion.what.de}`,
          title: deletion.what[locale],
          text: deletion.when[locale],
          ...(deletion.on && { count: format.date(deletion.on) }),
          rule: deletion.rule,
        }))}
      />
    </Card>
  );
}
