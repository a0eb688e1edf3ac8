import { Button, Modal, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { TemplateList } from "../../../../../contract/templates.ts";
import type { MailingKind, MailingSummary, MailingView } from "../../../../../contract/mailings.ts";
import { api, useApiList, useApiMutation, useApiQuery, useSession } from "../../../api/index.ts";
import { ChoiceCards, Loaded, useGo, useLocale, useTexts, type Locale } from "../../../ui/index.ts";
import { Refused, useErrorWords } from "../refused.tsx";
import { editorPath } from "../places.ts";
import { StarterCards } from "./starter-cards.tsx";
import { texts } from "./texts.ts";

type From = "starter" | "copy" | "empty";

/** Makes a draft from a template, from an earlier mailing or empty, and opens it in the editor. */
export function NewMailingDialog(props: { onClose: () => void; copyOf?: string }): ReactNode {
  const t = useTexts(texts);
  return (
    <Modal opened onClose={props.onClose} title={t("dialog.title")} size={880}>
      <NewMailingForm {...props} />
    </Modal>
  );
}

function NewMailingForm(props: { onClose: () => void; copyOf?: string }): ReactNode {
  const t = useTexts(texts);
  const words = useErrorWords();
  const go = useGo();
  const { account } = useSession();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<MailingKind>();
  const [from, setFrom] = useState<From>(props.copyOf ? "copy" : "starter");
  const [locale, setLocale] = useState<Locale>(account.locale);
  const [starter, setStarter] = useState<string>();
  const [copyOf, setCopyOf] = useState<string | null>(props.copyOf ?? null);
  const uiLocale = useLocale();
  const starters = useApiQuery<TemplateList>(
    "/templates",
    { locale: uiLocale },
    { enabled: from === "starter" },
  );
  const create = useApiMutation(
    () =>
      api.post<MailingView>("/mailings", {
        ...(name.trim() === "" ? {} : { name: name.trim() }),
        ...(from === "starter" && starter ? { starter } : {}),
        ...(from === "copy" && copyOf ? { copyOf } : {}),
        ...(from === "empty" ? { locale } : {}),
        // A copy stays what it is.
        ...(from === "copy" ? {} : { kind: kind ?? "newsletter" }),
      }),
    { invalidates: ["/mailings"], onSuccess: (mailing) => go(editorPath(mailing.id)) },
  );
  const ready = from === "empty" || (from === "starter" ? Boolean(starter) : Boolean(copyOf));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !create.isPending) create.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      <TextInput
        label={t("dialog.name")}
        description={t("dialog.nameHelp")}
        value={name}
        maxLength={200}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {from !== "copy" && (
        <div>
          <p className="m-legend">{t("dialog.kind")}</p>
          <ChoiceCards
            legend={t("dialog.kind")}
            hideLegend
            value={kind ?? "newsletter"}
            onChange={(value) => {
              setKind(value);
              setStarter(undefined);
            }}
            choices={[
              {
                value: "newsletter",
                title: t("dialog.newsletter"),
                text: t("dialog.newsletterText"),
              },
              {
                value: "customer_7_3",
                title: t("dialog.customers"),
                text: t("dialog.customersText"),
              },
            ]}
          />
        </div>
      )}
      <div>
        <p className="m-legend" id="m-new-from">
          {t("dialog.from")}
        </p>
        <SegmentedControl
          className="m-segments"
          aria-labelledby="m-new-from"
          value={from}
          onChange={(value) => setFrom(value as From)}
          data={[
            { value: "starter", label: t("dialog.starters") },
            { value: "copy", label: t("dialog.copy") },
            { value: "empty", label: t("dialog.empty") },
          ]}
        />
      </div>
      {from === "starter" && (
        <Loaded query={starters}>
          {(data) => (
            <StarterCards
              // Only people who agreed to mails are asked whether they may be analysed.
              starters={data.items.filter((one) => kind !== "customer_7_3" || !one.purpose)}
              locale={locale}
              onLocale={(next) => {
                setLocale(next);
                setStarter(undefined);
              }}
              value={starter}
              onChange={setStarter}
            />
          )}
        </Loaded>
      )}
      {from === "copy" && (
        <>
          <CopySelect value={copyOf} onChange={setCopyOf} />
          <p className="k-small k-muted">{t("dialog.resend")}</p>
        </>
      )}
      {from === "empty" && <p className="k-muted">{t("dialog.emptyText")}</p>}
      {create.error && <Refused error={create.error} words={words} />}
      <div className="k-row m-dialog-foot">
        <Button type="submit" variant="filled" disabled={!ready} loading={create.isPending}>
          {t("dialog.create")}
        </Button>
      </div>
    </form>
  );
}

function CopySelect(props: {
  value: string | null;
  onChange: (id: string | null) => void;
}): ReactNode {
  const t = useTexts(texts);
  const [q, setQ] = useState("");
  const known = useApiQuery<MailingView>(props.value ? `/mailings/${props.value}` : undefined);
  const list = useApiList<MailingSummary>("/mailings", { q: known.data?.name === q ? "" : q });
  const options = list.items.map((mailing) => ({ value: mailing.id, label: mailing.name }));
  if (known.data && !options.some((option) => option.value === known.data.id))
    options.unshift({ value: known.data.id, label: known.data.name });
  return (
    <Select
      label={t("dialog.chooseCopy")}
      placeholder={t("dialog.searchCopy")}
      nothingFoundMessage={t("dialog.noCopies")}
      searchable
      value={props.value}
      onChange={props.onChange}
      searchValue={q}
      onSearchChange={setQ}
      data={options}
      filter={({ options: all }) => all}
    />
  );
}
