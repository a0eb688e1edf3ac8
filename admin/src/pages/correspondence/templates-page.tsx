import { Button, Modal, TextInput } from "@mantine/core";
import { IconPlus, IconReceipt } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type {
  NewTemplate,
  TemplateView,
  TransactionalCategory,
  TransactionalView,
} from "../../../../contract/correspondence.ts";
import { api, useApiList, useApiMutation, useApiQuery, useCan } from "../../api/index.ts";
import {
  Card,
  DataTable,
  DateTime,
  EmptyState,
  Link,
  Loaded,
  Page,
  Pill,
  Problem,
  useGo,
  useLocale,
  useTexts,
} from "../../ui/index.ts";
import "./correspondence.css";
import { texts } from "./texts.ts";

/** Templates that programs call by name, and what became of the last mails. */
export default function TemplatesPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [creating, setCreating] = useState(false);
  const templates = useApiQuery<{ items: TemplateView[] }>("/transactional-templates");
  const create = can("transactional.write") && (
    <Button
      variant="filled"
      leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
      onClick={() => setCreating(true)}
    >
      {t("new")}
    </Button>
  );
  const any = (templates.data?.items.length ?? 0) > 0;
  return (
    <Page title={t("title")} meta={t("intro")} actions={any && create}>
      <div className="k-stack-lg">
        <Loaded query={templates}>
          {({ items }) => (
            <Card>
              {items.length === 0 ? (
                <EmptyState
                  icon={<IconReceipt size={28} stroke={1.6} />}
                  title={t("emptyTitle")}
                  text={t("emptyText", { placeholder: "{{name}}" })}
                  action={create}
                />
              ) : (
                <ul className="v-templates">
                  {items.map((template) => (
                    <TemplateLine key={template.id} template={template} />
                  ))}
                </ul>
              )}
            </Card>
          )}
        </Loaded>
        <Log />
      </div>
      {creating && <NewTemplateDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}

function TemplateLine({ template }: { template: TemplateView }): ReactNode {
  const t = useTexts(texts);
  const open = template.findings.filter((finding) => finding.severity !== "info").length;
  return (
    <li>
      <div className="v-line">
        <Link to={`/vorgangsmails/${template.id}`}>
          <b className="v-break">{template.name}</b>
        </Link>
        <Pill tone="plain">{t(`categories.${template.category as TransactionalCategory}`)}</Pill>
      </div>
      <p className="k-small k-muted v-break">
        {[
          template.subject,
          template.hasAdvertising && t("advertising"),
          open > 0 && t("findings", { count: open }),
          template.archivedAt && t("archived"),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </li>
  );
}

function Log(): ReactNode {
  const t = useTexts(texts);
  const list = useApiList<TransactionalView>("/transactional");
  return (
    <Card title={t("log.title")} aside={t("log.note")}>
      <DataTable
        label={t("log.title")}
        list={list}
        stack
        rowKey={(row) => row.id}
        empty={<p className="k-muted">{t("log.empty")}</p>}
        columns={[
          { key: "at", title: t("log.at"), render: (row) => <DateTime value={row.at} /> },
          {
            key: "template",
            title: t("log.template"),
            render: (row) => row.template ?? t("log.own"),
          },
          { key: "by", title: t("log.by"), render: (row) => row.sentBy },
          {
            key: "state",
            title: t("log.state"),
            render: (row) => (
              <Pill
                tone={row.state === "accepted" ? "ok" : row.state === "queued" ? "plain" : "no"}
              >
                {t(`states.${row.state}`)}
              </Pill>
            ),
          },
          {
            key: "advertising",
            title: t("log.advertising"),
            render: (row) => t(`advertisingStates.${row.advertising}`),
          },
        ]}
      />
    </Card>
  );
}

function NewTemplateDialog({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const go = useGo();
  const [name, setName] = useState("");
  const create = useApiMutation(
    (template: NewTemplate) => api.post<TemplateView>("/transactional-templates", template),
    {
      invalidates: ["/transactional-templates"],
      onSuccess: (made) => go(`/vorgangsmails/${made.id}`),
    },
  );
  const ready = /^[a-z0-9][a-z0-9._-]{1,59}$/.test(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const keep = { number: "{{nr}}", name: "{{name}}" };
    if (ready)
      create.mutate({
        name,
        category: "order",
        locale,
        subject: t("start.subject", keep),
        html: t("start.html", keep),
      });
  };
  return (
    <Modal opened onClose={onClose} title={t("dialog.title")} size={480}>
      <form className="k-stack" onSubmit={submit}>
        <TextInput
          label={t("dialog.name")}
          description={t("dialog.nameHelp")}
          required
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value.toLowerCase())}
        />
        {create.error && (
          <Problem error={create.error} words={{ name_taken: t("edit.nameTaken") }} />
        )}
        <div className="k-row v-foot">
          <Button onClick={onClose}>{t("dialog.cancel")}</Button>
          <Button type="submit" variant="filled" disabled={!ready} loading={create.isPending}>
            {t("dialog.create")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
