import type { AccountView } from "../../../../../contract/accounts.ts";
import type { SenderView } from "../../../../../contract/senders.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import { useFormat, useLocale, useTexts } from "../../../ui/index.ts";
import { useLegalForms } from "../forms/legal-forms.ts";
import type { StepId } from "./steps.ts";
import { texts } from "./texts.ts";

/** What a section says in one line, once something of it is filled in. */
export function useSummary(account: AccountView): Partial<Record<StepId, string>> {
  const t = useTexts(texts);
  const can = useCan();
  const locale = useLocale();
  const format = useFormat();
  const forms = useLegalForms();
  const senders = useApiQuery<{ items: SenderView[] }>("/senders", undefined, {
    enabled: can("senders.read"),
  }).data?.items;
  const { imprint, privacy, processing, responsibility, counting, theme } = account;
  const form = forms?.find((each) => each.code === account.legalForm);
  const sender = senders?.find((each) => each.isDefault) ?? senders?.[0];
  const join = (parts: (string | undefined)[]): string | undefined =>
    parts.filter((part) => part !== undefined && part !== "").join(" · ") || undefined;
  const country = processing.place?.country;
  return {
    ...withText("name", join([imprint.legalName, form?.label[locale]])),
    ...withText(
      "imprint",
      join([
        [imprint.street, join([[imprint.postalCode, imprint.city].filter(Boolean).join(" ")])]
          .filter(Boolean)
          .join(", "),
        imprint.register?.number,
      ]),
    ),
    ...withText(
      "privacy",
      join([
        privacy.contactEmail,
        privacy.dpo
          ? privacy.dpo.appointed
            ? privacy.dpo.name && t("dpo", { name: privacy.dpo.name })
            : t("noDpo")
          : undefined,
      ]),
    ),
    ...withText(
      "processing",
      join([
        processing.operation?.kind === "processor"
          ? processing.operation.provider
          : processing.operation && t("ownOperation"),
        processing.place?.dataCentre,
        country && new Intl.DisplayNames([locale], { type: "region" }).of(country),
      ]),
    ),
    ...withText(
      "responsibility",
      responsibility.accepted
        ? t("acceptedBy", {
            by: responsibility.accepted.by,
            at: format.date(responsibility.accepted.at),
          })
        : undefined,
    ),
    ...withText("sender", sender && `${sender.fromName} <${sender.fromAddress}>`),
    ...withText(
      "counting",
      counting.choice
        ? counting.options.find((option) => option.level === counting.level)?.label[locale]
        : undefined,
    ),
    ...withText(
      "appearance",
      join([theme.colour, account.logoUrl === null ? undefined : t("withLogo")]),
    ),
  };
}

function withText(step: StepId, text: string | undefined): Partial<Record<StepId, string>> {
  return text === undefined ? {} : { [step]: text };
}
