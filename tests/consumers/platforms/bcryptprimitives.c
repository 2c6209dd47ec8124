/* Wine 8 has no bcryptprimitives.dll, in which Windows since version 7 has the random numbers that Rust asks for. This asks the function
   that wine has. It lies beside java.exe and is no part of anything that is shipped. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) { return SystemFunction036(bytes, (ULONG)count); }
