import { IconPlus, IconWriting } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { WordingView } from "../../../../../contract/consent.ts";
import { useApiQuery, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  CardSkeletons,
  EmptyState,
  Grid,
  Link,
  Loaded,
  Notice,
  Pill,
  useFormat,
  useLocale,
  useTexts,
} from "../../../ui/index.ts";
import { Cockpit, Proven } from "../cockpit.tsx";
import { places, wordingPath } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { addressTexts } from "./address-texts.ts";
import { texts } from "./texts.ts";
import {
  currentVersion,
  newestVersions,
  stateOf,
  TONES,
  waitsForApproval,
} from "./wording-state.ts";
import { WordingText } from "./wording-text.tsx";
import "./wordings.css";

/** All consent wordings by purpose, each with its newest text and where it stands. */
export default function WordingsPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const query = useApiQuery<{ items: WordingView[] }>("/wordings");
  return (
    <Cockpit
      section="wordings"
      actions={
        can("wordings.write") && (
          <ButtonLink
            to={places.newWording}
            leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
          >
            {t("new")}
          </ButtonLink>
        )
      }
    >
      <div className="k-stack-lg">
        <p className="k-muted pv-lead">{t("lead")}</p>
        <Loaded query={query} skeleton={<CardSkeletons />}>
          {(data) =>
            data.items.length === 0 ? (
              <Card>
                <EmptyState icon={<IconWriting size={28} stroke={1.6} />} title={t("none")} />
              </Card>
            ) : (
              <WordingGroups wordings={data.items} />
            )
          }
        </Loaded>
        <Proven>{t("proven")}</Proven>
      </div>
    </Cockpit>
  );
}

/** What every newsletter needs stands apart, so that a new account does not approve texts that it never uses. */
const NEEDED: ReadonlySet<string> = new Set(["newsletter", "profiling"]);

function WordingGroups({ wordings }: { wordings: WordingView[] }): ReactNode {
  const t = useTexts(texts);
  const others = wordings.filter((wording) => !NEEDED.has(wording.purpose));
  return (
    <div className="k-stack-lg">
      <OtherAddress wordings={wordings} />
      <Grid>
        {wordings
          .filter((wording) => NEEDED.has(wording.purpose))
          .map((wording) => (
            <WordingCard key={wording.id} wording={wording} />
          ))}
      </Grid>
      {others.length > 0 && (
        <section className="k-stack" aria-labelledby="other-purposes">
          <div>
            <h2 id="other-purposes">{t("others")}</h2>
            <p className="k-muted pv-lead">{t("othersLead")}</p>
          </div>
          <Grid>
            {others.map((wording) => (
              <WordingCard key={wording.id} wording={wording} optional />
            ))}
          </Grid>
        </section>
      )}
    </div>
  );
}

/** Names what people still read in another form of address than the rest of the account's texts. */
function OtherAddress({ wordings }: { wordings: WordingView[] }): ReactNode {
  const t = useTexts(addressTexts);
  const format = useFormat();
  const found = wordings.flatMap((wording) => {
    const said = currentVersion(wording, "de")?.otherAddress;
    return said ? [{ name: wording.name, said }] : [];
  });
  const [first] = found;
  if (!first) return null;
  return (
    <Notice title={t("title", { count: found.length })}>
      {t(`note.${first.said}`, { names: format.list(found.map((one) => one.name)) })}
    </Notice>
  );
}

function WordingCard({
  wording,
  optional = false,
}: {
  wording: WordingView;
  /** Waits without asking for attention. */
  optional?: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const locale = useLocale();
  const can = useCan();
  const newest = newestVersions(wording);
  const shown = newest.find((version) => version.locale === locale) ?? newest[0];
  const consents = wording.versions.reduce((sum, version) => sum + version.consents, 0);
  const waits = waitsForApproval(wording) && can("wordings.approve");
  return (
    <Card
      className="c6"
      title={
        <Link className="pv-cardlink" to={wordingPath(wording.id)}>
          {wording.name}
        </Link>
      }
      aside={tShared(`purposes.${wording.purpose}`)}
      foot={
        <div className="pv-wording-foot">
          <span>
            {t("consents", { count: consents })} {t("all")}
          </span>
          <ButtonLink
            size="xs"
            variant={waits && !optional ? "filled" : "default"}
            to={wordingPath(wording.id)}
            aria-label={`${waits ? t("review") : t("open")}: ${wording.name}`}
          >
            {waits ? t("review") : t("open")}
          </ButtonLink>
        </div>
      }
    >
      <ul className="pv-pills">
        {newest.map((version) => {
          const state = stateOf(version, wording);
          return (
            <li key={version.id}>
              <span className="k-small">
                {tShared(`locale.${version.locale}`)},{" "}
                {tShared("version", { version: version.version })}
              </span>
              <Pill tone={TONES[state]}>{t(`states.${state}`)}</Pill>
            </li>
          );
        })}
      </ul>
      {shown && (
        <blockquote className="pv-quote" data-short lang={shown.locale}>
          <WordingText text={shown.text} />
        </blockquote>
      )}
    </Card>
  );
}
