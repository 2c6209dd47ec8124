/* Nor has it what Java asks for the network's interfaces, which it does for random names of files, and Java 25 does not survive that.
   With this it is told that there is nothing to know; the library itself asks for none of it. */
#define NOTHING(name) __declspec(dllexport) unsigned long __stdcall name(void) { return 50; }
NOTHING(GetIfTable2) NOTHING(GetIfEntry2) NOTHING(GetUnicastIpAddressTable) NOTHING(GetAdaptersAddresses)
NOTHING(ConvertInterfaceLuidToNameW) NOTHING(ConvertInterfaceNameToLuidW) NOTHING(ConvertLengthToIpv4Mask)
__declspec(dllexport) void __stdcall FreeMibTable(void *table) { (void)table; }
