import type { DnsHost, DomainRecord } from "../../../../../contract/domains.ts";

/** What is entered where: the name of a field in a host's form, and its value. */
export interface DnsField {
  field:
    | "line"
    | "hostname"
    | "prefix"
    | "name"
    | "host"
    | "value"
    | "content"
    | "target"
    | "priority";
  value: string;
}

export type DnsForm = DnsHost | "zone";

type RecordToPublish = Pick<DomainRecord, "name" | "type" | "value">;

/** How each host names its fields, what stands for the zone itself, and whether long texts are quoted in pieces. */
const forms: Record<
  DnsHost,
  {
    name: DnsField["field"];
    apex: "@" | "";
    value: DnsField["field"];
    quoted: boolean;
    /** MX in one field, `10 mail.example.`; otherwise priority apart. */
    mxTogether: boolean;
    /** Host names end with a dot. */
    dot: boolean;
  }
> = {
  ionos: {
    name: "hostname",
    apex: "@",
    value: "value",
    quoted: false,
    mxTogether: false,
    dot: false,
  },
  strato: {
    name: "prefix",
    apex: "",
    value: "value",
    quoted: false,
    mxTogether: false,
    dot: false,
  },
  hetzner: { name: "name", apex: "@", value: "value", quoted: true, mxTogether: false, dot: true },
  cloudflare: {
    name: "name",
    apex: "@",
    value: "content",
    quoted: false,
    mxTogether: false,
    dot: false,
  },
  inwx: { name: "name", apex: "", value: "value", quoted: false, mxTogether: false, dot: false },
  netcup: {
    name: "host",
    apex: "@",
    value: "target",
    quoted: false,
    mxTogether: false,
    dot: false,
  },
  route53: { name: "name", apex: "", value: "value", quoted: true, mxTogether: true, dot: false },
};

/** What to enter for a record, field by field, in the form of a DNS host; `zone` gives a line of a zone file. Pure. */
export function dnsFields(form: DnsForm, record: RecordToPublish, zone: string): DnsField[] {
  const [priority = "10", target = ""] = record.type === "MX" ? record.value.split(" ") : [];
  if (form === "zone") {
    const value = record.type === "MX" ? `${priority} ${target}.` : quotedTxt(record.value);
    return [{ field: "line", value: `${record.name}. 3600 IN ${record.type} ${value}` }];
  }
  const { name, apex, value, quoted, mxTogether, dot } = forms[form];
  const fields: DnsField[] = [{ field: name, value: hostPart(record.name, zone) || apex }];
  if (record.type === "TXT")
    fields.push({ field: value, value: quoted ? quotedTxt(record.value) : record.value });
  else if (mxTogether) fields.push({ field: value, value: `${priority} ${target}` });
  else
    fields.push(
      { field: value, value: dot ? `${target}.` : target },
      { field: "priority", value: priority },
    );
  return fields;
}

/** The name without its zone: hosts add the zone themselves. A name outside of the zone stays whole. */
export function hostPart(name: string, zone: string): string {
  if (name === zone) return "";
  return name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name;
}

/** A TXT value as quoted strings of at most 255 characters (RFC 1035, 3.3.14). */
export const quotedTxt = (value: string): string =>
  (value.match(/.{1,255}/g) ?? [""]).map((part) => `"${part.replaceAll('"', '\\"')}"`).join(" ");
