import { Button, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconBuildingStore } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { CustomerMailSettings, EntityView } from "../../../../contract/purchases.ts";
import { entityRelations } from "../../../../contract/purchases.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  AddButton,
  Card,
  ChoiceCards,
  EmptyState,
  Grid,
  Loaded,
  Page,
  Pill,
  Problem,
  RuleTag,
  showDone,
  useFormat,
  useTexts,
} from "../../ui/index.ts";
import { PurchaseTabs } from "./purchase-tabs.tsx";
import "./purchases.css";
import { texts } from "./texts.ts";

/** Who sells: own companies, those of the group, partners; and what counts as a sale. */
export default function CompaniesPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const companies = useApiQuery<{ items: EntityView[] }>("/legal-entities");
  const settings = useApiQuery<CustomerMailSettings>("/customer-mail");
  const [editing, setEditing] = useState<EntityView | "new">();
  return (
    <Page
      title={t("tabs.companies")}
      crumbs={[
        { label: t("contacts"), to: "/contacts" },
        { label: t("title"), to: "/contacts/purchases" },
      ]}
      actions={
        can("lists.write") && (
          <AddButton onClick={() => setEditing("new")}>{t("companies.add")}</AddButton>
        )
      }
    >
      <PurchaseTabs current="companies" />
      <Grid>
        <Card className="c7">
          <p className="k-muted p-intro">
            {t("companies.intro")} <RuleTag rule="LEG-06" />
          </p>
          <Loaded query={companies}>
            {({ items }) =>
              items.length === 0 ? (
                <EmptyState
                  icon={<IconBuildingStore size={28} stroke={1.6} />}
                  title={t("companies.emptyTitle")}
                  text={t("companies.emptyText")}
                />
              ) : (
                <ul className="p-list">
                  {items.map((one) => (
                    <Company key={one.id} company={one} onEdit={() => setEditing(one)} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        </Card>
        <div className="c5 p-stack">
          <Loaded query={settings}>
            {(data) => (
              <>
                <FreeServices key={data.decidedAt} settings={data} />
                <Card title={t("companies.ageTitle")}>
                  <p className="k-muted">
                    {t("companies.ageText", { count: data.maxAgeMonths })} <RuleTag rule="LEG-10" />
                  </p>
                </Card>
              </>
            )}
          </Loaded>
        </div>
      </Grid>
      {editing !== undefined && (
        <CompanyDialog
          {...(editing === "new" ? {} : { company: editing })}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Page>
  );
}

function Company({ company, onEdit }: { company: EntityView; onEdit: () => void }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  return (
    <li className="p-company">
      <div>
        <b className="p-break">{company.name}</b>{" "}
        <Pill tone={company.relation === "own" ? "go" : "plain"}>
          {t(`companies.relations.${company.relation}`)}
        </Pill>
        <p className="k-small k-muted p-break">
          {[company.contactEmail, company.postalAddress].filter(Boolean).join(" · ") ||
            t("companies.asImprint")}
        </p>
        <p className="k-small k-muted">
          {company.purchases === 0
            ? t("similar.noPurchases")
            : t("similar.purchases", { count: company.purchases })}
        </p>
      </div>
      {can("lists.write") && (
        <Button
          size="xs"
          aria-label={t("similar.editName", { name: company.name })}
          onClick={onEdit}
        >
          {t("similar.edit")}
        </Button>
      )}
    </li>
  );
}

function CompanyDialog(props: { company?: EntityView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.company ? props.company.name : t("companies.add")}
      size={560}
    >
      <CompanyForm {...props} />
    </Modal>
  );
}

function CompanyForm({
  company,
  onClose,
}: {
  company?: EntityView;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const form = useForm({
    initialValues: {
      name: company?.name ?? "",
      relation: company?.relation ?? ("own" as EntityView["relation"]),
      contactEmail: company?.contactEmail ?? "",
      postalAddress: company?.postalAddress ?? "",
    },
  });
  const save = useApiMutation(
    (values: typeof form.values) =>
      company
        ? api.patch(`/legal-entities/${company.id}`, values)
        : api.post("/legal-entities", values),
    {
      invalidates: ["/legal-entities"],
      onSuccess: () => {
        onClose();
        showDone(t("saved"));
      },
    },
  );
  return (
    <form
      className="k-stack"
      onSubmit={form.onSubmit((values) => {
        if (!save.isPending) save.mutate(values);
      })}
    >
      <TextInput
        label={t("companies.name")}
        required
        minLength={2}
        maxLength={200}
        data-autofocus
        {...form.getInputProps("name")}
      />
      <Select
        label={t("companies.relation")}
        description={t(`companies.relationHelp.${form.values.relation}`)}
        allowDeselect={false}
        data={entityRelations.map((value) => ({ value, label: t(`companies.relations.${value}`) }))}
        {...form.getInputProps("relation")}
      />
      <TextInput
        label={t("companies.contactEmail")}
        description={t("companies.fromImprint")}
        type="email"
        maxLength={320}
        {...form.getInputProps("contactEmail")}
      />
      <TextInput
        label={t("companies.postalAddress")}
        description={t("companies.fromImprint")}
        maxLength={300}
        {...form.getInputProps("postalAddress")}
      />
      {save.error && <Problem error={save.error} words={{ name_taken: t("errors.name_taken") }} />}
      <div className="k-row p-foot">
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!form.isDirty()}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

/** LEG-09: a decision with its reason, or no decision. */
function FreeServices({ settings }: { settings: CustomerMailSettings }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const format = useFormat();
  const [counts, setCounts] = useState(settings.freeServiceCounts);
  const [reason, setReason] = useState(settings.freeServiceReason);
  const save = useApiMutation(
    () =>
      api.patch("/customer-mail", {
        freeServiceCounts: counts,
        ...(counts ? { freeServiceReason: reason } : {}),
      }),
    {
      invalidates: ["/customer-mail", "/purchases", "/audience"],
      onSuccess: () => showDone(t("saved")),
    },
  );
  const changed =
    counts !== settings.freeServiceCounts || (counts && reason !== settings.freeServiceReason);
  return (
    <Card title={t("companies.freeTitle")}>
      <p className="k-muted p-intro">
        {t("companies.freeText")} <RuleTag rule="LEG-09" />
      </p>
      {can("account.manage") ? (
        <div className="k-stack">
          <ChoiceCards
            legend={t("companies.freeTitle")}
            hideLegend
            value={counts ? "on" : "off"}
            onChange={(value) => setCounts(value === "on")}
            choices={[
              { value: "off", title: t("companies.freeOff") },
              {
                value: "on",
                title: t("companies.freeOn"),
                extra: (
                  <Textarea
                    label={t("companies.freeReason")}
                    value={reason}
                    maxLength={1000}
                    autosize
                    minRows={3}
                    onChange={(event) => setReason(event.currentTarget.value)}
                  />
                ),
              },
            ]}
          />
          {save.error && (
            <Problem
              error={save.error}
              words={{ free_service_reason: t("errors.free_service_reason") }}
            />
          )}
          {changed && (
            <Button variant="filled" loading={save.isPending} onClick={() => save.mutate()}>
              {t("save")}
            </Button>
          )}
        </div>
      ) : (
        <>
          <p>{settings.freeServiceCounts ? settings.freeServiceReason : t("companies.freeOff")}</p>
          <p className="k-small k-muted">{t("companies.onlyOwner")}</p>
        </>
      )}
      {settings.decidedAt && (
        <p className="k-small k-muted p-under">
          {t("companies.freeDecided", {
            who: settings.decidedBy ?? "",
            when: format.date(settings.decidedAt),
          })}
        </p>
      )}
    </Card>
  );
}
