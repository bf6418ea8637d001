// Every name under .localhost is this machine, as browsers have it; not every resolver knows that.
import dns from "node:dns";

const lookup = dns.lookup;

dns.lookup = (name, ...rest) => lookup(name.endsWith(".localhost") ? "127.0.0.1" : name, ...rest);
