/* Our version. */
#ifndef LUACDK_BASE_VERSION_H
#define LUACDK_BASE_VERSION_H

#define LUACDK_VERSION "0.1.0" /* packages read it from this line */

#endif
