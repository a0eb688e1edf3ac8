import { useEffect, useRef, useState, type ReactNode } from "react";
import type { ContactView } from "../../../../contract/contacts.ts";
import type { IntakeForm } from "../../../../contract/intake.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import { Loaded, Notice, Page, useGo, useSearch, useTexts } from "../../ui/index.ts";
import { ConsentForm } from "./consent-form.tsx";
import { DeclarationForm } from "./declaration-form.tsx";
import type { Person } from "./draft.ts";
import "./intake.css";
import { SignedRuleCard } from "./signed-rule.tsx";
import { texts } from "./texts.ts";

const NOBODY: Person = { email: "", firstName: "", lastName: "" };

/** One page for branch and service desk: two choices, one form, a sentence to read out. */
export default function IntakePage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [search] = useSearch();
  const [locale, setLocale] = useState<"de" | "en">();
  const form = useApiQuery<IntakeForm>("/intake/form", locale === undefined ? {} : { locale }, {
    keepPrevious: true,
    staleTime: 60_000,
  });
  // Only from the contact page, and only for those who may see it anyway.
  const contactId = can("contacts.read") ? search["contact"] : undefined;
  const contact = useApiQuery<ContactView>(contactId ? `/contacts/${contactId}` : undefined);
  return (
    <Page title={t("title")} meta={t("meta")}>
      <Loaded query={form}>
        {(data) =>
          contactId && contact.isPending ? null : (
            <Desk
              form={data}
              start={contact.data ? personOf(contact.data) : NOBODY}
              onLocale={setLocale}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

const personOf = ({ email, firstName, lastName }: ContactView): Person => ({
  email,
  firstName,
  lastName,
});

type Kind = "agree" | "stop";

function Desk(props: {
  form: IntakeForm;
  start: Person;
  onLocale: (locale: "de" | "en") => void;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const go = useGo();
  const [search] = useSearch();
  const [kind, setKind] = useState<Kind | undefined>(
    search["kind"] === "agree" || search["kind"] === "stop" ? search["kind"] : undefined,
  );
  // A new case is a new form: nothing of the last person may stay on the screen.
  const [turn, setTurn] = useState(0);
  const [start, setStart] = useState(props.start);
  const next = (): void => {
    setKind(undefined);
    setStart(NOBODY);
    setTurn(turn + 1);
    if (search["contact"] || search["kind"]) go("/erfassen", { replace: true });
  };
  const { form } = props;
  return (
    <div className="in-desk k-stack-lg">
      <Choice key={`choice-${turn}`} again={turn > 0} kind={kind} onChoose={setKind} />
      {kind === "agree" &&
        (form.wordings.length === 0 || form.lists.length === 0 ? (
          <Notice tone="wait" title={t("privacyMissing")}>
            {t("privacyMissingText")}
          </Notice>
        ) : (
          <Focused key={`agree-${turn}`}>
            <ConsentForm form={form} start={start} onLocale={props.onLocale} onNext={next} />
          </Focused>
        ))}
      {kind === "stop" && (
        <Focused key={`stop-${turn}`}>
          <DeclarationForm form={form} start={start} onNext={next} />
        </Focused>
      )}
      {kind === undefined && can("account.manage") && <SignedRuleCard rule={form.signed} />}
    </div>
  );
}

/** The two ways, and after a case the keyboard is back here. */
function Choice(props: {
  again: boolean;
  kind: Kind | undefined;
  onChoose: (kind: Kind) => void;
}): ReactNode {
  const t = useTexts(texts);
  const first = useRef<HTMLButtonElement>(null);
  const { again, kind, onChoose } = props;
  useEffect(() => {
    if (again) first.current?.focus();
  }, [again]);
  return (
    <section className="in-choice" aria-labelledby="in-choice">
      <h2 id="in-choice">{t("choice")}</h2>
      {(["agree", "stop"] as const).map((one) => (
        <button
          key={one}
          ref={one === "agree" ? first : undefined}
          type="button"
          aria-pressed={kind === one}
          onClick={() => onChoose(one)}
        >
          <b>{t(one)}</b>
          <span>{t(`${one}Text`)}</span>
        </button>
      ))}
    </section>
  );
}

/** Puts the cursor into the address, so that typing can begin at once. */
function Focused({ children }: { children: ReactNode }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus(), []);
  return <div ref={box}>{children}</div>;
}
