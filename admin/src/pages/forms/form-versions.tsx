import { TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { FormVersionView, FormView } from "../../../../contract/signup.ts";
import { useApiQuery } from "../../api/index.ts";
import { Card, Grid, Loaded, Pill, useFormat, useSearch, useTexts } from "../../ui/index.ts";
import { VersionCompare, VersionShown } from "./version-view.tsx";
import { heldOn } from "./version-days.ts";
import { texts } from "./version-texts.ts";

/** Every version with who made it and when it held; beside it, what visitors read in it, and what changed. */
export function FormVersions({ form }: { form: FormView }): ReactNode {
  const versions = useApiQuery<{ items: FormVersionView[] }>(`/forms/${form.id}/versions`);
  return (
    <Loaded query={versions}>{({ items }) => <Versions form={form} versions={items} />}</Loaded>
  );
}

function Versions(props: { form: FormView; versions: FormVersionView[] }): ReactNode {
  const t = useTexts(texts);
  const { form, versions } = props;
  const [search, setSearch] = useSearch();
  const [day, setDay] = useState("");
  const shown = day === "" ? versions : versions.filter((version) => heldOn(version, day));
  const wanted = Number(search["v"]);
  const selected = shown.find((version) => version.version === wanted) ?? shown[0];
  return (
    <Grid>
      <div className="c4 f-column">
        <Card title={t("versions.list")}>
          <div className="k-stack">
            <TextInput
              type="date"
              label={t("versions.day")}
              description={t("versions.dayHelp")}
              value={day}
              onChange={(event) => setDay(event.currentTarget.value)}
            />
            {day !== "" && (
              <div>
                <button type="button" className="k-textbutton k-small" onClick={() => setDay("")}>
                  {t("versions.allDays")}
                </button>
              </div>
            )}
            {shown.length === 0 ? (
              <p className="k-muted" role="status">
                {t("versions.none")}
              </p>
            ) : (
              <ol className="f-versions">
                {shown.map((version) => (
                  <li key={version.version}>
                    <button
                      type="button"
                      aria-current={version === selected ? "true" : undefined}
                      onClick={() => setSearch({ v: String(version.version) })}
                    >
                      <VersionLine version={version} />
                    </button>
                  </li>
                ))}
              </ol>
            )}
          </div>
        </Card>
      </div>
      {selected && (
        <div className="c8 f-column" key={selected.version}>
          <VersionShown form={form} version={selected} />
          <VersionCompare form={form} version={selected} others={versions} />
        </div>
      )}
    </Grid>
  );
}

function VersionLine({ version }: { version: FormVersionView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const from = format.dateTime(version.from);
  return (
    <>
      <b>{t("versions.version", { version: version.version })}</b>
      {version.current && <Pill tone="go">{t("versions.current")}</Pill>}
      <span className="k-small f-wide">
        {version.until === null
          ? t("versions.since", { from })
          : t("versions.span", { from, until: format.dateTime(version.until) })}
      </span>
      <span className="k-small k-muted f-wide">
        {version.by === null ? t("versions.byItself") : t("versions.by", { name: version.by })}
      </span>
    </>
  );
}
